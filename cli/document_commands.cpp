// `nines schema` and `nines reference`: what the descriptions of the parameters say, for programs and for people.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "scenarios/reference.hpp"
#include "scenarios/schema.hpp"

namespace nines {

ExitStatus execute(const SchemaArguments&) {
    print_result(scenario_schema());
    return exit_done;
}

ExitStatus execute(const ReferenceArguments&) {
    print_result(scenario_reference());
    return exit_done;
}

}  // namespace nines
