#include "scenarios/data_files.hpp"

#include <fmt/format.h>

#include <sstream>

#include "models/distribution_text.hpp"
#include "models/text.hpp"
#include "scenarios/document.hpp"

namespace nines {

namespace {

constexpr std::size_t most_bytes = 256U << 20;

class Loader {
public:
    Loader(const std::filesystem::path& folder, Problems& problems) : folder_(folder), problems_(problems) {}

    // Walks every value of the scenario by its description.
    void visit(const Type& t, void* value, const std::string& path) {
        if (&t == &type_of<Distribution>()) return load(*static_cast<Distribution*>(value), path);
        if (&t == &type_of<Lifetime>()) return load(static_cast<Lifetime*>(value)->law, path);
        if (&t == &type_of<Arrivals>()) return load(*static_cast<Arrivals*>(value), path);
        switch (t.shape) {
            case Type::Shape::record:
                for (const Field& f : t.record().fields)
                    visit(*f.type, member(value, f), path.empty() ? f.name : path + "." + f.name);
                return;
            case Type::Shape::optional:
                if (t.size(value) > 0) visit(t.element(), t.at(value, 0), path);
                return;
            case Type::Shape::list:
                for (std::size_t i = 0; i < t.size(value); ++i)
                    visit(t.element(), t.at(value, i), fmt::format("{}[{}]", path, i));
                return;
            case Type::Shape::dictionary:
                for (std::size_t i = 0; i < t.size(value); ++i)
                    visit(t.element(), t.at(value, i), path + "." + t.key(value, i));
                return;
            default: return;
        }
    }

private:
    void wrong(const std::string& path, std::string message) {
        Problem p;
        p.path = path;
        p.message = std::move(message);
        problems_.push_back(std::move(p));
    }

    void load(Distribution& d, const std::string& path) {
        for (auto& part : d.components) load(part, path);
        const auto file = file_of(d);
        if (file.empty()) return;
        const bool histogram = d.family == Distribution::Family::histogram;
        const auto rows = read(file, histogram ? 3 : 1, path);
        if (rows.empty()) return;
        d.parameters = rows;
        if (auto problem = d.problem(); !problem.empty()) wrong(path, fmt::format("{}: {}", file, problem));
    }

    void load(Arrivals& a, const std::string& path) {
        if (a.process != Arrivals::Process::replay) return;
        a.instants = read(a.file, 1, path);
        for (std::size_t i = 1; i < a.instants.size(); ++i)
            if (a.instants[i] < a.instants[i - 1])
                return wrong(path, fmt::format("{}: line {}: instants must not decrease", a.file, i + 1));
    }

    // The first `columns` of every line, in seconds where they are durations.
    [[nodiscard]] std::vector<double> read(const std::string& file, int columns, const std::string& path) {
        const auto text = read_file(folder_ / file, most_bytes);
        if (!text) {
            wrong(path, fmt::format("{} {}", file, text.problems().front().message));
            return {};
        }
        std::vector<double> values;
        std::istringstream in{*text};
        std::string line;
        for (int number = 1; std::getline(in, line); ++number) {
            const auto content = trimmed(line);
            if (content.empty() || content.starts_with('#')) continue;
            std::vector<double> row;
            std::istringstream cells{std::string{content}};
            std::string cell;
            while (static_cast<int>(row.size()) < columns && std::getline(cells, cell, ',')) {
                double seconds = 0.0;
                const auto plain = parse_decimal(trimmed(cell));
                if (!plain && !parse_seconds(trimmed(cell), seconds).empty()) break;
                row.push_back(plain.value_or(seconds));
            }
            if (static_cast<int>(row.size()) < columns || row.front() < 0.0) {
                if (number == 1) continue;  // a header
                wrong(path, fmt::format("{}: line {}: {} {} expected, found {}", file, number, columns,
                                        columns == 1 ? "number of seconds is" : "numbers are", in_quotes(content)));
                return {};
            }
            values.insert(values.end(), row.begin(), row.end());
        }
        if (values.empty()) wrong(path, fmt::format("{} holds no values", file));
        return values;
    }

    const std::filesystem::path& folder_;
    Problems& problems_;
};

}  // namespace

void read_data_files(Scenario& s, const std::filesystem::path& folder, Problems& problems) {
    Loader{folder, problems}.visit(type_of<Scenario>(), &s, "");
}

}  // namespace nines
