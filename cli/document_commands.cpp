// `nines schema` and `nines reference`: what the descriptions of the parameters say, for programs and for people.
#include <cstdio>

#include "cli/commands.hpp"
#include "scenarios/reference.hpp"
#include "scenarios/schema.hpp"

namespace nines {

namespace {

void print(std::string text) {
    if (!text.ends_with('\n')) text += '\n';
    std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

ExitStatus execute(const SchemaArguments&) {
    print(scenario_schema());
    return exit_done;
}

ExitStatus execute(const ReferenceArguments&) {
    print(scenario_reference());
    return exit_done;
}

}  // namespace nines
