#include "scenarios/reference.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "models/scenario.hpp"

namespace nines {

namespace {

[[nodiscard]] std::string in_cell(std::string text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

class Reference {
public:
    [[nodiscard]] std::string whole() {
        out_ =
            "# Scenario reference\n\n"
            "Every key of a scenario file. This page is printed by `nines reference` from the descriptions that also "
            "drive "
            "reading, checking and the JSON Schema (`nines schema`).\n\n"
            "Durations are written as `250ms`, `1h30min`, `30d`; rates as `2000/s`, `2k/s`; shares as `99.95%` or "
            "`0.9995`. "
            "A distribution such as `lognormal(median: 3ms, p99: 20ms)` may stand without quotes; other YAML tools "
            "want "
            "them when it holds a colon or, inside braces, a comma.\n\n";
        record(type_of<Scenario>());
        while (!waiting_.empty()) {
            const Type* next = waiting_.front();
            waiting_.erase(waiting_.begin());
            record(*next);
        }
        distributions();
        return std::move(out_);
    }

private:
    // How the type of a field is called, with a link when it has a section of its own.
    [[nodiscard]] std::string name_of(const Type& t) {
        switch (t.shape) {
            case Type::Shape::scalar: return t.name;
            case Type::Shape::choice: {
                std::string out;
                for (const auto& c : t.choices) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", c);
                return out;
            }
            case Type::Shape::optional: return name_of(t.element());
            case Type::Shape::list: return "list of " + name_of(t.element());
            case Type::Shape::dictionary: return "by name: " + name_of(t.element());
            case Type::Shape::record:
                if (seen_.insert(t.name).second) waiting_.push_back(&t);
                return fmt::format("[{}](#{})", t.name, anchor(t.name));
        }
        return {};
    }
    [[nodiscard]] static std::string anchor(std::string name) {
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return name;
    }

    [[nodiscard]] static std::string default_of(const Field& f, const void* record) {
        if (f.required) return "required";
        const void* value = member(record, f);
        const Type& t = *f.type;
        switch (t.shape) {
            case Type::Shape::scalar: {
                const auto text = t.print(value);
                return text.empty() ? "" : "`" + text + "`";
            }
            case Type::Shape::choice: return "`" + t.choices[t.chosen(value)] + "`";
            case Type::Shape::list: {
                std::string out;
                for (std::size_t i = 0; i < t.size(value); ++i) {
                    const Type& e = t.element();
                    const void* item = t.at(const_cast<void*>(value), i);
                    const auto text = e.shape == Type::Shape::choice ? e.choices[e.chosen(item)]
                                      : e.print                      ? e.print(item)
                                                                     : "...";
                    out += (i > 0 ? ", " : "") + text;
                }
                return out.empty() ? "" : "`[" + out + "]`";
            }
            default: return "";
        }
    }

    [[nodiscard]] static std::string allowed(const Field& f) {
        const Type& t = f.type->shape == Type::Shape::optional ? f.type->element() : *f.type;
        const auto print = [&](double x) {
            if (t.name == "duration") return print_seconds(x);
            if (t.name == "share") return print_number(x * 100.0) + "%";
            return print_number(x);
        };
        const bool low = std::isfinite(f.bounds.low), high = std::isfinite(f.bounds.high);
        if (low && high) return fmt::format("{} to {}", print(f.bounds.low), print(f.bounds.high));
        if (low) return fmt::format("{} {}", f.bounds.low_open ? "above" : "at least", print(f.bounds.low));
        return "";
    }

    void record(const Type& t) {
        seen_.insert(t.name);
        const Record& r = t.record();
        const auto example = t.make();
        out_ += fmt::format(
            "## {}\n\n{}\n\n| key | what it is | type | default | allowed |\n| --- | --- | --- | --- | --- |\n", t.name,
            r.help);
        for (const Field& f : r.fields) {
            auto help = f.help;
            if (!f.source.empty()) help += fmt::format(" ({})", f.source);
            out_ += fmt::format("| `{}` | {} | {} | {} | {} |\n", f.name, in_cell(help), in_cell(name_of(*f.type)),
                                in_cell(default_of(f, example.get())), allowed(f));
        }
        out_ += "\n";
        for (const auto& group : r.exactly_one_of) {
            out_ += "Exactly one of ";
            for (std::size_t i = 0; i < group.size(); ++i) out_ += fmt::format("{}`{}`", i == 0 ? "" : ", ", group[i]);
            out_ += ".\n\n";
        }
        if (r.presets.empty()) return;
        out_ += "Presets (`preset: name`; other keys override it):\n\n";
        for (const auto& p : r.presets) out_ += fmt::format("- `{}`: {}\n", p.name, p.source);
        out_ += "\n";
    }

    void distributions() {
        out_ +=
            "## Distributions\n\nOf durations. A bare duration is constant, except for `mtbf` and `mttr`, where it is "
            "the mean "
            "of an exponential one.\n\n"
            "| form | what it is |\n| --- | --- |\n"
            "| `constant(5ms)` | always the same |\n"
            "| `uniform(1ms, 5ms)` | between two values |\n"
            "| `exponential(3ms)` | by its mean |\n"
            "| `erlang(3, 9ms)` | a sum of exponential stages; the mean is of the sum |\n"
            "| `gamma(shape: 2, mean: 5ms)` | |\n"
            "| `normal(mean: 10ms, sd: 2ms)` | given that it is not negative; mean and sd before that |\n"
            "| `lognormal(median: 3ms, p99: 20ms)`, `lognormal(mean: 3ms, cv: 2)`, `lognormal(mu: -5.8, sigma: 0.8)` | "
            "mu of seconds |\n"
            "| `weibull(shape: 2, mean: 100h)`, `weibull(shape: 2, scale: 113h)` | |\n"
            "| `pareto(shape: 1.5, min: 1ms, max: 10s)` | bounded; without max unbounded |\n"
            "| `hyperexponential(80%: 1ms, 20%: 20ms)`, `hyperexponential(mean: 1s, cv2: 4)` | a mixture of "
            "exponentials; the second with balanced means |\n"
            "| `mixture(99%: exponential(2ms), 1%: constant(1s))` | of any distributions |\n"
            "| `empirical(1ms, 2ms, 4ms)`, `empirical(file.csv)` | one of the values; of a file the first column, in "
            "seconds or with units |\n"
            "| `histogram(file.csv)` | lines of lower edge, upper edge, weight |\n";
    }

    std::string out_;
    std::set<std::string> seen_;
    std::vector<const Type*> waiting_;
};

}  // namespace

std::string scenario_reference() { return Reference{}.whole(); }

}  // namespace nines
