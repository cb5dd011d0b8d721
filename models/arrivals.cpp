#include "models/arrivals.hpp"

#include <fmt/format.h>

#include "models/distribution_text.hpp"
#include "models/text.hpp"

namespace nines {

double Arrivals::mean_rate() const {
    switch (process) {
        case Process::poisson:
        case Process::constant: return rate;
        case Process::mmpp: {
            double requests = 0.0, seconds = 0.0;
            for (const auto& p : phases) {
                requests += p.rate * p.seconds;
                seconds += p.seconds;
            }
            return requests / seconds;
        }
        case Process::profile: {
            double requests = 0.0;
            for (std::size_t i = 0; i + 1 < phases.size(); ++i)
                requests += (phases[i].rate + phases[i + 1].rate) / 2.0 * (phases[i + 1].seconds - phases[i].seconds);
            return requests / phases.back().seconds;
        }
        case Process::ramp: return phases.back().rate;
        case Process::replay:
            return instants.empty() || instants.back() <= 0.0 ? 0.0
                                                              : static_cast<double>(instants.size()) / instants.back();
    }
    return 0.0;
}

namespace {

constexpr const char* forms =
    "poisson(2000/s), constant(100/s), mmpp(20/s for 10s, 130/s for 10s), profile(0s: 100/s, 12h: 900/s, 24h: 100/s), "
    "ramp(0s: 100/s, 10min: 900/s) or replay(file.csv)";

std::string read_rate(const CallText& call, Arrivals& value) {
    Rate rate;
    if (call.arguments.size() != 1 || !call.arguments[0].first.empty())
        return fmt::format("{}(...) takes one rate, such as {}(2000/s)", call.name, call.name);
    if (auto wrong = Scalar<Rate>::parse(call.arguments[0].second, above(0.0), rate); !wrong.empty()) return wrong;
    value.rate = rate.per_second;
    return {};
}

std::string read_phases(const CallText& call, Arrivals& value) {
    for (const auto& [name, text] : call.arguments) {
        const auto space = text.find(" for ");
        Rate rate;
        double seconds = 0.0;
        if (!name.empty() || space == std::string::npos)
            return fmt::format("{} is not a phase; write it as 130/s for 10s", in_quotes(text));
        if (auto wrong = Scalar<Rate>::parse(trimmed(std::string_view{text}.substr(0, space)), {}, rate);
            !wrong.empty())
            return wrong;
        if (auto wrong = parse_seconds(text.substr(space + 5), seconds); !wrong.empty()) return wrong;
        if (seconds <= 0.0) return fmt::format("{}: a phase lasts longer than 0s", in_quotes(text));
        value.phases.push_back({rate.per_second, seconds});
    }
    return value.phases.size() >= 2 ? "" : "mmpp(...) needs at least two phases, such as 20/s for 10s, 130/s for 10s";
}

std::string read_points(const CallText& call, Arrivals& value) {
    bool any = false;
    for (const auto& [name, text] : call.arguments) {
        Rate rate;
        double seconds = 0.0;
        if (name.empty()) return fmt::format("{} is not a point; write it as 12h: 900/s", in_quotes(text));
        if (auto wrong = parse_seconds(name, seconds); !wrong.empty()) return wrong;
        if (auto wrong = Scalar<Rate>::parse(text, {}, rate); !wrong.empty()) return wrong;
        if (value.phases.empty() ? seconds != 0.0 : seconds <= value.phases.back().seconds)
            return fmt::format("{}(...): times begin at 0s and increase; {} does not", call.name, in_quotes(name));
        any = any || rate.per_second > 0.0;
        value.phases.push_back({rate.per_second, seconds});
    }
    if (!any) return fmt::format("{}(...) never has a rate above 0/s", call.name);
    return value.phases.size() >= 2 ? "" : fmt::format("{}(...) needs at least two points", call.name);
}

}  // namespace

const char* const Scalar<Arrivals>::expects =
    "arrivals such as poisson(2000/s), constant(100/s), mmpp(20/s for 10s, 130/s for 10s), profile(0s: 100/s, 12h: "
    "900/s, 24h: 100/s), ramp(0s: 100/s, 10min: 900/s) or replay(file.csv)";
const char* const Scalar<Arrivals>::pattern = "";

std::string Scalar<Arrivals>::parse(std::string_view text, const Bounds&, Arrivals& value) {
    using P = Arrivals::Process;
    const auto call = parse_call(text);
    if (!call) return fmt::format("{} is no arrival process; write {}", in_quotes(text), forms);
    Arrivals read;
    std::string wrong;
    if (call->name == "poisson" || call->name == "constant") {
        read.process = call->name == "poisson" ? P::poisson : P::constant;
        wrong = read_rate(*call, read);
    } else if (call->name == "mmpp") {
        read.process = P::mmpp;
        wrong = read_phases(*call, read);
    } else if (call->name == "profile" || call->name == "ramp") {
        read.process = call->name == "profile" ? P::profile : P::ramp;
        wrong = read_points(*call, read);
    } else if (call->name == "replay") {
        read.process = P::replay;
        if (call->arguments.size() != 1) return "replay(...) takes one file";
        read.file = call->arguments[0].second;
    } else {
        return fmt::format("there is no arrival process {}{}; write {}", in_quotes(call->name),
                           did_you_mean(call->name, {"poisson", "constant", "mmpp", "profile", "ramp", "replay"}),
                           forms);
    }
    if (wrong.empty()) value = std::move(read);
    return wrong;
}

std::string Scalar<Arrivals>::print(const Arrivals& value) {
    using P = Arrivals::Process;
    const auto rate = [](double per_second) { return Scalar<Rate>::print({per_second}); };
    std::vector<std::string> parts;
    switch (value.process) {
        case P::poisson: return fmt::format("poisson({})", rate(value.rate));
        case P::constant: return fmt::format("constant({})", rate(value.rate));
        case P::replay: return fmt::format("replay({})", value.file);
        case P::mmpp:
            for (const auto& p : value.phases)
                parts.push_back(fmt::format("{} for {}", rate(p.rate), print_seconds(p.seconds)));
            return fmt::format("mmpp({})", fmt::join(parts, ", "));
        case P::profile:
        case P::ramp:
            for (const auto& p : value.phases)
                parts.push_back(fmt::format("{}: {}", print_seconds(p.seconds), rate(p.rate)));
            return fmt::format("{}({})", value.process == P::ramp ? "ramp" : "profile", fmt::join(parts, ", "));
    }
    return {};
}

}  // namespace nines
