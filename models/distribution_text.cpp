#include "models/distribution_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "models/scalars.hpp"
#include "models/text.hpp"

namespace nines {

namespace {

constexpr int deepest = 4;  // mixtures within mixtures

std::string parse_nested(std::string_view text, Distribution& value, int depth);

// The arguments of one call, taken by name or by position; collects what is wrong with them.
class Arguments {
public:
    Arguments(const CallText& call, std::vector<std::string> names) : call_(call), names_(std::move(names)) {
        for (std::size_t i = 0; i < call.arguments.size(); ++i) {
            auto name = call.arguments[i].first;
            if (name.empty() && i < names_.size()) name = names_[i];
            if (std::ranges::find(names_, name) == names_.end()) {
                wrong(name.empty() ? fmt::format("has {} arguments, but takes {}", call.arguments.size(), list())
                                   : fmt::format("has no {}, but takes {}{}", in_quotes(name), list(),
                                                 did_you_mean(name, names_)));
                return;
            }
            if (!texts_.emplace(name, call.arguments[i].second).second) wrong(fmt::format("states {} twice", name));
        }
    }

    [[nodiscard]] bool has(const std::string& name) const { return texts_.contains(name); }
    [[nodiscard]] double seconds(const std::string& name) {
        double value = 0.0;
        if (const auto* text = get(name))
            if (const auto problem = parse_seconds(*text, value); !problem.empty()) wrong(name + ": " + problem);
        return value;
    }
    [[nodiscard]] double number(const std::string& name) {
        const auto* text = get(name);
        if (text == nullptr) return 1.0;
        const auto value = parse_decimal(*text);
        if (!value) wrong(fmt::format("{}: {} is not a number", name, in_quotes(*text)));
        return value.value_or(1.0);
    }
    [[nodiscard]] const std::string& problem() const { return problem_; }
    void wrong(const std::string& what) {
        if (problem_.empty()) problem_ = fmt::format("{}(...) {}", call_.name, what);
    }

private:
    [[nodiscard]] const std::string* get(const std::string& name) {
        const auto it = texts_.find(name);
        if (it == texts_.end()) {
            wrong(fmt::format("lacks {}; it takes {}", name, list()));
            return nullptr;
        }
        return &it->second;
    }
    [[nodiscard]] std::string list() const { return fmt::format("{}", fmt::join(names_, ", ")); }

    const CallText& call_;
    std::vector<std::string> names_;
    std::map<std::string, std::string> texts_;
    std::string problem_;
};

// "90%: x, 10%: y": weights and what they weigh.
template <class Each>
std::string weighted(const CallText& call, Each each) {
    if (call.arguments.empty()) return fmt::format("{}(...) needs at least one part such as 90%: ...", call.name);
    if (call.arguments.size() > 1000) return fmt::format("{}(...) has more than 1000 parts", call.name);
    double sum = 0.0;
    for (const auto& [weight, text] : call.arguments) {
        Probability share;
        if (weight.empty())
            return fmt::format("{}(...): {} lacks its weight, such as 90%: {}", call.name, in_quotes(text), text);
        if (auto wrong = Scalar<Probability>::parse(weight, {}, share); !wrong.empty())
            return fmt::format("{}(...): {}", call.name, wrong);
        if (auto wrong = each(share.value, text); !wrong.empty()) return fmt::format("{}(...): {}", call.name, wrong);
        sum += share.value;
    }
    if (std::abs(sum - 1.0) > 1e-9)
        return fmt::format("{}(...): the weights add up to {}%, not 100%", call.name, print_number(sum * 100.0));
    return {};
}

std::string finish(Arguments& arguments, Distribution made, Distribution& value) {
    if (!arguments.problem().empty()) return arguments.problem();
    if (auto wrong = made.problem(); !wrong.empty()) {
        arguments.wrong(wrong);
        return arguments.problem();
    }
    value = std::move(made);
    return {};
}

using Reader = std::string (*)(const CallText&, Distribution&, int);

std::string read_constant(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"value"}};
    return finish(a, Distribution::constant(a.seconds("value")), v);
}
std::string read_uniform(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"low", "high"}};
    const double low = a.seconds("low");
    return finish(a, Distribution::uniform(low, a.seconds("high")), v);
}
std::string read_exponential(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"mean"}};
    return finish(a, Distribution::exponential(a.seconds("mean")), v);
}
std::string read_gamma(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"shape", "mean"}};
    const double shape = a.number("shape");
    return finish(a, Distribution::gamma(shape, a.seconds("mean")), v);
}
std::string read_erlang(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"stages", "mean"}};
    const double stages = a.number("stages");
    if (stages != std::floor(stages) || stages < 1.0 || stages > 1e6)
        a.wrong("needs a whole number of stages (1 to 1000000)");
    return finish(a, Distribution::erlang(static_cast<int>(std::clamp(stages, 1.0, 1e6)), a.seconds("mean")), v);
}
std::string read_normal(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"mean", "sd"}};
    const double mean = a.seconds("mean");
    return finish(a, Distribution::normal(mean, a.seconds("sd")), v);
}
std::string read_lognormal(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"median", "p99", "mean", "cv", "mu", "sigma"}};
    if (a.has("mu") || a.has("sigma")) {
        const double mu = a.number("mu");
        return finish(a, Distribution::lognormal(mu, a.number("sigma")), v);
    }
    if (a.has("mean") || a.has("cv")) {
        const double mean = a.seconds("mean"), cv = a.number("cv");
        if (mean <= 0.0 || cv <= 0.0) a.wrong("needs a mean and a cv above 0");
        return finish(a, Distribution::lognormal_mean_cv(std::max(mean, 1e-300), std::max(cv, 1e-9)), v);
    }
    const double median = a.seconds("median"), p99 = a.seconds("p99");
    if (median <= 0.0 || p99 <= median) a.wrong("needs 0 < median < p99");
    return finish(a, Distribution::lognormal_median_p99(std::max(median, 1e-300), std::max(p99, 1e-299)), v);
}
std::string read_weibull(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"shape", "mean", "scale"}};
    const double shape = a.number("shape");
    if (shape < 0.05) a.wrong("needs a shape of at least 0.05");
    if (a.has("scale")) return finish(a, Distribution::weibull(shape, a.seconds("scale")), v);
    return finish(a, Distribution::weibull_mean(std::max(shape, 0.05), a.seconds("mean")), v);
}
std::string read_pareto(const CallText& c, Distribution& v, int) {
    Arguments a{c, {"shape", "min", "max"}};
    const double shape = a.number("shape"), low = a.seconds("min");
    const double high = a.has("max") ? a.seconds("max") : std::numeric_limits<double>::infinity();
    return finish(a, Distribution::pareto(shape, low, high), v);
}
std::string read_hyperexponential(const CallText& c, Distribution& v, int) {
    if (!c.arguments.empty() && (c.arguments[0].first == "mean" || c.arguments[0].first == "cv2")) {
        Arguments a{c, {"mean", "cv2"}};
        const double mean = a.seconds("mean"), cv2 = a.number("cv2");
        if (cv2 <= 1.0) a.wrong("needs a cv2 above 1");
        return finish(a, Distribution::hyperexponential_mean_cv2(mean, std::max(cv2, 1.000001)), v);
    }
    std::vector<double> weights, means;
    auto wrong = weighted(c, [&](double weight, std::string_view text) {
        weights.push_back(weight);
        return parse_seconds(text, means.emplace_back());
    });
    if (!wrong.empty()) return wrong;
    const CallText checked{c.name, {}};
    Arguments none{checked, {}};
    return finish(none, Distribution::hyperexponential(weights, means), v);
}
std::string read_mixture(const CallText& c, Distribution& v, int depth) {
    std::vector<double> weights;
    std::vector<Distribution> parts;
    auto wrong = weighted(c, [&](double weight, std::string_view text) {
        weights.push_back(weight);
        return parse_nested(text, parts.emplace_back(), depth + 1);
    });
    if (wrong.empty()) v = Distribution::mixture(std::move(weights), std::move(parts));
    return wrong;
}
std::string read_empirical(const CallText& c, Distribution& v, int) {
    if (c.arguments.empty()) return "empirical(...) needs a file or values";
    std::vector<double> values;
    double first = 0.0;
    if (c.arguments.size() == 1 && !parse_seconds(c.arguments[0].second, first).empty()) {
        v = Distribution::empirical({0.0});
        v.statement = c.arguments[0].second;
        return {};
    }
    for (const auto& [name, text] : c.arguments)
        if (auto wrong = parse_seconds(text, values.emplace_back()); !wrong.empty()) return "empirical(...): " + wrong;
    v = Distribution::empirical(std::move(values));
    return {};
}
std::string read_histogram(const CallText& c, Distribution& v, int) {
    if (c.arguments.size() != 1) return "histogram(...) takes one file with lines of lower, upper, weight";
    v = Distribution::histogram({0.0, 1.0, 1.0});
    v.statement = c.arguments[0].second;
    return {};
}

const std::map<std::string, Reader, std::less<>> readers = {
    {"constant", read_constant},   {"uniform", read_uniform},     {"exponential", read_exponential},
    {"gamma", read_gamma},         {"erlang", read_erlang},       {"normal", read_normal},
    {"lognormal", read_lognormal}, {"weibull", read_weibull},     {"pareto", read_pareto},
    {"mixture", read_mixture},     {"empirical", read_empirical}, {"hyperexponential", read_hyperexponential},
    {"histogram", read_histogram}};

std::string parse_nested(std::string_view text, Distribution& value, int depth) {
    if (depth > deepest) return fmt::format("mixtures are nested more than {} deep", deepest);
    const auto call = parse_call(text);
    if (!call) {
        double seconds = 0.0;
        if (auto wrong = parse_seconds(text, seconds); !wrong.empty())
            return text.find('(') == std::string_view::npos
                       ? wrong
                       : fmt::format("{} is not a distribution; write one such as exponential(3ms)", in_quotes(text));
        value = Distribution::constant(seconds);
        return {};
    }
    const auto reader = readers.find(call->name);
    if (reader == readers.end()) {
        std::vector<std::string> names;
        for (const auto& [name, r] : readers) names.push_back(name);
        return fmt::format("there is no distribution {}{}; there are {}", in_quotes(call->name),
                           did_you_mean(call->name, names), fmt::join(names, ", "));
    }
    return reader->second(*call, value, depth);
}

}  // namespace

std::string parse_distribution(std::string_view text, Distribution& value) { return parse_nested(text, value, 0); }

std::string file_of(const Distribution& d) {
    const bool from_file = d.family == Distribution::Family::empirical || d.family == Distribution::Family::histogram;
    return from_file ? d.statement : std::string{};
}

std::string print_distribution(const Distribution& d) {
    using F = Distribution::Family;
    const auto& p = d.parameters;
    const auto s = print_seconds;
    switch (d.family) {
        case F::constant: return s(p[0]);
        case F::uniform: return fmt::format("uniform({}, {})", s(p[0]), s(p[1]));
        case F::exponential: return fmt::format("exponential({})", s(p[0]));
        case F::gamma: return fmt::format("gamma(shape: {}, mean: {})", print_number(p[0]), s(p[1]));
        case F::erlang: return fmt::format("erlang({}, {})", print_number(p[0]), s(p[1]));
        case F::normal: return fmt::format("normal(mean: {}, sd: {})", s(p[0]), s(p[1]));
        case F::lognormal: {
            const auto exact = fmt::format("lognormal(mu: {}, sigma: {})", print_number(p[0]), print_number(p[1]));
            std::string stated;
            if (d.statement == "median,p99")
                stated = fmt::format("lognormal(median: {:.6g}s, p99: {:.6g}s)", std::exp(p[0]), d.quantile(0.99));
            if (d.statement == "mean,cv")
                stated =
                    fmt::format("lognormal(mean: {:.6g}s, cv: {:.6g})", d.mean(), std::sqrt(std::expm1(p[1] * p[1])));
            if (stated.empty()) return exact;
            // In the units a reader would write.
            const auto call = parse_call(stated);
            const auto in_units = [](const std::string& text) {
                double seconds = 0.0;
                return parse_seconds(text, seconds).empty() ? print_seconds(seconds) : text;
            };
            std::vector<std::string> arguments;
            for (const auto& [name, text] : call->arguments) arguments.push_back(name + ": " + in_units(text));
            stated = fmt::format("lognormal({})", fmt::join(arguments, ", "));
            Distribution back;
            return parse_distribution(stated, back).empty() && back == d ? stated : exact;
        }
        case F::weibull: {
            if (d.statement == "mean") {
                const auto stated = fmt::format("weibull(shape: {}, mean: {})", print_number(p[0]),
                                                s(std::stod(fmt::format("{:.12g}", d.mean()))));
                Distribution back;
                if (parse_distribution(stated, back).empty() && back == d) return stated;
            }
            return fmt::format("weibull(shape: {}, scale: {})", print_number(p[0]), s(p[1]));
        }
        case F::pareto:
            return std::isinf(p[2])
                       ? fmt::format("pareto(shape: {}, min: {})", print_number(p[0]), s(p[1]))
                       : fmt::format("pareto(shape: {}, min: {}, max: {})", print_number(p[0]), s(p[1]), s(p[2]));
        case F::hyperexponential: {
            if (d.statement == "mean,cv2") {
                const double mean = d.mean();
                const auto stated =
                    fmt::format("hyperexponential(mean: {}, cv2: {:.10g})", s(std::stod(fmt::format("{:.12g}", mean))),
                                d.variance() / (mean * mean));
                Distribution back;
                if (parse_distribution(stated, back).empty() && back == d) return stated;
            }
            std::vector<std::string> parts;
            for (std::size_t i = 0; i + 1 < p.size(); i += 2)
                parts.push_back(Scalar<Probability>::print({p[i]}) + ": " + s(p[i + 1]));
            return fmt::format("hyperexponential({})", fmt::join(parts, ", "));
        }
        case F::mixture: {
            std::vector<std::string> parts;
            for (std::size_t i = 0; i < p.size(); ++i)
                parts.push_back(Scalar<Probability>::print({p[i]}) + ": " + print_distribution(d.components[i]));
            return fmt::format("mixture({})", fmt::join(parts, ", "));
        }
        case F::empirical: {
            if (!d.statement.empty()) return fmt::format("empirical({})", d.statement);
            std::vector<std::string> values;
            for (const double v : p) values.push_back(s(v));
            return fmt::format("empirical({})", fmt::join(values, ", "));
        }
        case F::histogram: return fmt::format("histogram({})", d.statement);
    }
    return {};
}

}  // namespace nines
