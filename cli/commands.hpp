// The commands: each does what its arguments say and returns the exit status. Results go to standard output, progress
// and problems to standard error. None throws for anything a user can cause.
#pragma once

#include "cli/arguments.hpp"
#include "cli/exit_status.hpp"

namespace nines {

[[nodiscard]] ExitStatus execute(const RunArguments& a);
[[nodiscard]] ExitStatus execute(const CheckArguments& a);
[[nodiscard]] ExitStatus execute(const SchemaArguments& a);
[[nodiscard]] ExitStatus execute(const ReferenceArguments& a);
[[nodiscard]] ExitStatus execute(const ImportArguments& a);
[[nodiscard]] ExitStatus execute(const RunsArguments& a);
[[nodiscard]] ExitStatus execute(const ShowArguments& a);
[[nodiscard]] ExitStatus execute(const ReportArguments& a);
[[nodiscard]] ExitStatus execute(const DesignerArguments& a);

}  // namespace nines
