#include "scenarios/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "models/compile.hpp"
#include "models/text.hpp"
#include "scenarios/data_files.hpp"

namespace nines {

namespace {

constexpr std::size_t longest_name = 100;

[[nodiscard]] const char* shape_of(const Node& n) {
    switch (n.kind) {
        case Node::Kind::null: return "nothing";
        case Node::Kind::scalar: return "a single value";
        case Node::Kind::list: return "a list";
        case Node::Kind::map: return "a mapping";
    }
    return "";
}

[[nodiscard]] std::string joined(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

// Names of a dictionary become parts of references such as service.endpoint and region/zone.
[[nodiscard]] std::string wrong_name(std::string_view name) {
    const bool fine = !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    });
    return fine ? ""
                : fmt::format("{} is no name; names have 1 to {} letters, digits, \"_\" and \"-\"", in_quotes(name),
                              longest_name);
}

class Reader {
public:
    Reader(Problems& problems, std::map<std::string, Mark>& marks) : problems_(problems), marks_(marks) {}

    void read(const Node& n, const Type& t, void* value, const std::string& path, const Bounds& bounds = {}) {
        marks_[path] = n.mark;
        switch (t.shape) {
            case Type::Shape::scalar: return read_scalar(n, t, value, path, bounds);
            case Type::Shape::choice: return read_choice(n, t, value, path);
            case Type::Shape::optional:
                t.clear(value);
                if (n.kind == Node::Kind::null)
                    return wrong(n, path, "nothing stands here; leave the key out, or give a value");
                return read(n, t.element(), t.append(value, {}), path, bounds);
            case Type::Shape::list: return read_list(n, t, value, path, bounds);
            case Type::Shape::dictionary: return read_dictionary(n, t, value, path);
            case Type::Shape::record: return read_record(n, t, value, path);
        }
    }

private:
    void wrong(const Node& n, const std::string& path, std::string message) {
        Problem p;
        p.path = path;
        p.message = std::move(message);
        p.line = n.mark.line;
        p.column = n.mark.column;
        problems_.push_back(std::move(p));
    }

    void read_scalar(const Node& n, const Type& t, void* value, const std::string& path, const Bounds& bounds) {
        if (n.kind == Node::Kind::null && t.name == "text") return;
        if (n.kind != Node::Kind::scalar)
            return wrong(n, path, fmt::format("{} stands here, but {} is expected", shape_of(n), t.expects));
        if (auto problem = t.parse(n.text, bounds, value); !problem.empty()) wrong(n, path, std::move(problem));
    }

    void read_choice(const Node& n, const Type& t, void* value, const std::string& path) {
        const auto it = std::ranges::find(t.choices, n.text);
        if (n.kind != Node::Kind::scalar || it == t.choices.end())
            return wrong(
                n, path,
                fmt::format("{} is not one of {}{}", n.kind == Node::Kind::scalar ? in_quotes(n.text) : shape_of(n),
                            joined(t.choices), did_you_mean(n.text, t.choices)));
        t.choose(value, static_cast<std::size_t>(it - t.choices.begin()));
    }

    void read_list(const Node& n, const Type& t, void* value, const std::string& path, const Bounds& bounds) {
        t.clear(value);
        if (n.kind != Node::Kind::list)
            return wrong(n, path, fmt::format("{} stands here, but a list is expected", shape_of(n)));
        for (std::size_t i = 0; i < n.items.size(); ++i)
            read(n.items[i], t.element(), t.append(value, {}), fmt::format("{}[{}]", path, i), bounds);
    }

    void read_dictionary(const Node& n, const Type& t, void* value, const std::string& path) {
        t.clear(value);
        if (n.kind == Node::Kind::null) return;
        if (n.kind != Node::Kind::map)
            return wrong(n, path, fmt::format("{} stands here, but a mapping from names is expected", shape_of(n)));
        for (const auto& [key, item] : n.entries) {
            const auto inner = path.empty() ? key.text : path + "." + key.text;
            if (auto problem = wrong_name(key.text); !problem.empty()) wrong(key, path, std::move(problem));
            read(item, t.element(), t.append(value, key.text), inner);
            marks_[inner] = key.mark;
        }
    }

    void read_record(const Node& n, const Type& t, void* value, const std::string& path) {
        const Record& r = t.record();
        if (n.kind != Node::Kind::map) {
            const Field* f = r.shorthand.empty() ? nullptr : r.field(r.shorthand);
            const bool list = n.kind == Node::Kind::list, scalar = n.kind == Node::Kind::scalar;
            if (f != nullptr && (list || scalar) && list == takes_list(*f->type))
                return read(n, *f->type, member(value, *f), path, f->bounds);
            return wrong(
                n, path,
                fmt::format("{} stands here, but a mapping with {} is expected", shape_of(n), joined(names(r))));
        }
        start_from_preset(n, r, t, value, path);
        std::set<std::string, std::less<>> stated;
        for (const auto& [key, item] : n.entries) {
            if (key.text == "preset" && r.preset_offset >= 0) continue;
            const Field* f = r.field(key.text);
            if (f == nullptr) {
                wrong(key, path,
                      fmt::format("unknown key {}{}; there are {}", in_quotes(key.text),
                                  did_you_mean(key.text, names(r)), joined(names(r))));
                continue;
            }
            stated.insert(key.text);
            read(item, *f->type, member(value, *f), path.empty() ? key.text : path + "." + key.text, f->bounds);
        }
        check_presence(n, r, value, stated, path);
    }

    void check_presence(const Node& n, const Record& r, void* value, const std::set<std::string, std::less<>>& stated,
                        const std::string& path) {
        for (const Field& f : r.fields)
            if (f.required && !stated.contains(f.name))
                wrong(n, path, fmt::format("{} is missing: {}", in_quotes(f.name), f.help));
        const auto count = [&](const std::vector<std::string>& group) {
            return std::ranges::count_if(group, [&](const std::string& name) { return stated.contains(name); });
        };
        const auto by_preset = [&](const std::vector<std::string>& group) {
            return std::ranges::any_of(group, [&](const std::string& name) {
                return r.field(name)->type->size(member(value, *r.field(name))) > 0;
            });
        };
        const bool preset = r.preset_offset >= 0 && n.find("preset") != nullptr;
        for (const auto& group : r.exactly_one_of)
            if (const auto found = count(group); found != 1 && !(found == 0 && preset && by_preset(group)))
                wrong(
                    n, path,
                    fmt::format("{} of {} {} stated; exactly one is needed",
                                found == 0 ? "none" : std::to_string(found), joined(group), found == 1 ? "is" : "are"));
        for (const auto& group : r.at_most_one_of)
            if (count(group) > 1) wrong(n, path, fmt::format("at most one of {} may be stated", joined(group)));
    }

    void start_from_preset(const Node& n, const Record& r, const Type& t, void* value, const std::string& path) {
        if (r.preset_offset < 0) return;
        const Node* chosen = n.find("preset");
        if (chosen == nullptr) return;
        const Preset* preset = chosen->kind == Node::Kind::scalar ? r.preset(chosen->text) : nullptr;
        if (preset == nullptr) {
            std::vector<std::string> presets;
            for (const auto& p : r.presets) presets.push_back(p.name);
            return wrong(*chosen, path + ".preset",
                         fmt::format("there is no preset {}{}; there are {}", in_quotes(chosen->text),
                                     did_you_mean(chosen->text, presets), joined(presets)));
        }
        t.assign(value, preset->value.get());
        // What is stated takes the place of the preset's alternative to it.
        for (const auto& group : r.exactly_one_of)
            if (std::ranges::any_of(group, [&](const std::string& name) { return n.find(name) != nullptr; }))
                for (const auto& name : group) r.field(name)->type->clear(member(value, *r.field(name)));
        *reinterpret_cast<std::string*>(static_cast<std::byte*>(value) + r.preset_offset) = preset->name;
    }

    [[nodiscard]] static bool takes_list(const Type& t) {
        if (t.shape == Type::Shape::optional) return takes_list(t.element());
        return t.shape == Type::Shape::list;
    }
    [[nodiscard]] static std::vector<std::string> names(const Record& r) {
        std::vector<std::string> out;
        if (r.preset_offset >= 0) out.emplace_back("preset");
        for (const auto& f : r.fields) out.push_back(f.name);
        return out;
    }

    Problems& problems_;
    std::map<std::string, Mark>& marks_;
};

[[nodiscard]] bool has_errors(const Problems& problems) {
    return std::ranges::any_of(problems, [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

void sort_by_place(Problems& problems) {
    std::ranges::stable_sort(problems, [](const Problem& a, const Problem& b) {
        return std::pair{a.line, a.column} < std::pair{b.line, b.column};
    });
}

}  // namespace

void read_value(const Node& node, const Type& type, void* value, const std::string& path, Problems& problems,
                std::map<std::string, Mark>& marks) {
    Reader{problems, marks}.read(node, type, value, path);
}

Mark place_of(const LoadedScenario& s, std::string_view path) {
    std::string p{path};
    for (;;) {
        if (const auto it = s.marks.find(p); it != s.marks.end()) return it->second;
        const auto cut = p.find_last_of(".[");
        if (cut == std::string::npos) return {};
        p.resize(cut);
    }
}

Expected<LoadedScenario> read_scenario(std::string_view text, const std::string& file) {
    Problems problems;
    auto documents = parse_yaml(text, file, {}, &problems);
    if (!documents) return documents.problems();
    LoadedScenario loaded;
    loaded.text = text;
    loaded.file = file;
    if (documents->size() != 1) {
        Problem p;
        p.message = fmt::format("a scenario is one YAML document; this file has {}", documents->size());
        p.file = file;
        problems.push_back(p);
        return problems;
    }
    read_value(documents->front(), type_of<Scenario>(), &loaded.scenario, "", problems, loaded.marks);
    if (problems.empty()) read_data_files(loaded.scenario, std::filesystem::path{file}.parent_path(), problems);
    if (problems.empty())
        for (auto& p : validate(loaded.scenario)) problems.push_back(std::move(p));
    for (auto& p : problems) {
        p.file = file;
        if (p.line > 0) continue;
        const Mark m = place_of(loaded, p.path);
        p.line = m.line;
        p.column = m.column;
    }
    sort_by_place(problems);
    if (has_errors(problems)) return problems;
    if (loaded.scenario.name.empty()) loaded.scenario.name = std::filesystem::path{file}.stem().string();
    return loaded;
}

Expected<LoadedScenario> load_scenario(const std::filesystem::path& file) {
    auto text = read_file(file);
    if (!text) return text.problems();
    return read_scenario(*text, file.string());
}

namespace {

[[nodiscard]] Problems one(std::string_view path, std::string message) {
    Problem p;
    p.path = path;
    p.message = std::move(message);
    return {p};
}

// The first part of a path and the rest: "a.b[1].c" is "a" and "b[1].c".
[[nodiscard]] std::pair<std::string_view, std::string_view> split(std::string_view path) {
    if (path.starts_with('[')) {
        const auto close = path.find(']');
        if (close == std::string_view::npos) return {path, {}};
        auto rest = path.substr(close + 1);
        if (rest.starts_with('.')) rest.remove_prefix(1);
        return {path.substr(1, close - 1), rest};
    }
    const auto end = std::min(path.find_first_of(".["), path.size());
    auto rest = path.substr(end);
    if (rest.starts_with('.')) rest.remove_prefix(1);
    return {path.substr(0, end), rest};
}

[[nodiscard]] Problems set_in(const Type& t, void* value, std::string_view whole, std::string_view path,
                              const Bounds& bounds, std::string_view text) {
    if (t.shape == Type::Shape::optional) {
        if (path.empty() || t.size(value) == 0) {
            if (t.size(value) == 0) t.append(value, {});
        }
        return set_in(t.element(), t.at(value, 0), whole, path, bounds, text);
    }
    if (path.empty()) {
        auto documents = parse_yaml(text, "");
        if (!documents || documents->size() != 1) return one(whole, fmt::format("{} is not a value", in_quotes(text)));
        Problems problems;
        std::map<std::string, Mark> marks;
        Reader{problems, marks}.read(documents->front(), t, value, std::string{whole}, bounds);
        for (auto& p : problems) p.line = p.column = 0;
        return problems;
    }
    const auto [head, rest] = split(path);
    if (t.shape == Type::Shape::record) {
        const Field* f = t.record().field(head);
        if (f == nullptr) {  // through a shorthand list such as an endpoint's steps
            const Field* s = t.record().shorthand.empty() ? nullptr : t.record().field(t.record().shorthand);
            if (s != nullptr && s->type->shape == Type::Shape::list && path.starts_with('['))
                return set_in(*s->type, member(value, *s), whole, path, s->bounds, text);
            std::vector<std::string> names;
            for (const auto& field : t.record().fields) names.push_back(field.name);
            return one(whole, fmt::format("there is no {}{}; there are {}", in_quotes(head), did_you_mean(head, names),
                                          joined(names)));
        }
        return set_in(*f->type, member(value, *f), whole, rest, f->bounds, text);
    }
    if (t.shape == Type::Shape::dictionary) {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < t.size(value); ++i) {
            keys.push_back(t.key(value, i));
            if (keys.back() == head) return set_in(t.element(), t.at(value, i), whole, rest, {}, text);
        }
        return one(whole, fmt::format("there is no {}{}; there are {}", in_quotes(head), did_you_mean(head, keys),
                                      joined(keys)));
    }
    if (t.shape == Type::Shape::list) {
        std::uint64_t index = 0;
        const auto n = t.size(value);
        if (!Scalar<std::uint64_t>::parse(head, {}, index).empty() || index >= n)
            return one(whole, fmt::format("{} is not an index; the list has {} entries, from 0", in_quotes(head), n));
        return set_in(t.element(), t.at(value, index), whole, rest, bounds, text);
    }
    return one(whole, fmt::format("nothing lies below {}", in_quotes(head)));
}

}  // namespace

Problems set_parameter(Scenario& s, std::string_view path, std::string_view text) {
    return set_in(type_of<Scenario>(), &s, path, path, {}, text);
}

std::string print_problems(const Problems& problems) {
    std::string out;
    for (const auto& p : problems) {
        if (!p.file.empty()) out += p.file + ":";
        if (p.line > 0) out += fmt::format("{}:{}:", p.line, p.column);
        if (!out.empty() && out.back() == ':') out += ' ';
        if (p.severity == Problem::Severity::warning) out += "warning: ";
        if (p.severity == Problem::Severity::note) out += "note: ";
        if (!p.path.empty()) out += p.path + ": ";
        out += p.message + "\n";
    }
    return out;
}

}  // namespace nines
