// The version of this build.
#pragma once

#include <string>

namespace nines {

[[nodiscard]] std::string version();       // "0.1.0 (2f9c1ab04d31)": release and commit, as kept with every run
[[nodiscard]] std::string version_text();  // with the compiler, for --version

}  // namespace nines
