#include "scenarios/writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/text.hpp"
#include "scenarios/yaml_text.hpp"

namespace nines {

namespace {

// Whether plain YAML, and our reader, take the text for the same scalar without quotes.
[[nodiscard]] bool is_plain(std::string_view text) {
    if (text.empty() || text == "~" || text == "null" || trimmed(text) != text) return false;
    if (std::string_view{"!&*-?|>@`\"'%#{}[],:=<"}.find(text.front()) != std::string_view::npos) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
        if (c == '#' && text[i - 1] == ' ') return false;
        if (c == ':' && (i + 1 == text.size() || text[i + 1] == ' ')) return false;
        if (std::string_view{",[]{}\"\\"}.find(c) != std::string_view::npos) return false;
    }
    return true;
}

[[nodiscard]] std::string scalar_text(std::string_view text) {
    return is_plain(text) ? std::string{text} : in_double_quotes(text);
}

class Writer {
public:
    explicit Writer(const std::map<std::string, std::string>& comments) : comments_(comments) {}

    [[nodiscard]] std::string take() { return std::move(out_); }

    // The fields of a record that differ from what the reader starts from, one a line: the preset, or else `around`,
    // what the record's own owner starts from (null: the defaults).
    void fields(const Type& t, const void* value, const std::string& path, int indent, const void* around = nullptr) {
        const Record& r = t.record();
        const auto base = base_of(t, value, around);
        if (r.preset_offset >= 0) {
            const auto& preset = preset_of(r, value);
            if (!preset.empty()) line(indent, "preset: " + preset, path + ".preset");
        }
        for (const Field& f : r.fields) {
            const void* v = member(value, f);
            const bool stated_anyway =
                f.required && f.type->shape != Type::Shape::list && f.type->shape != Type::Shape::dictionary;
            if (!stated_anyway && f.type->equal(v, member(base.get(), f))) continue;
            entry(f.name, *f.type, v, path.empty() ? f.name : path + "." + f.name, indent, member(base.get(), f));
        }
    }

private:
    [[nodiscard]] static const std::string& preset_of(const Record& r, const void* value) {
        return *reinterpret_cast<const std::string*>(static_cast<const std::byte*>(value) + r.preset_offset);
    }
    [[nodiscard]] static std::shared_ptr<const void> base_of(const Type& t, const void* value, const void* around) {
        const Record& r = t.record();
        if (r.preset_offset >= 0)
            if (const Preset* p = r.preset(preset_of(r, value))) return p->value;
        auto base = t.make();
        if (around != nullptr) t.assign(base.get(), around);
        return base;
    }

    void line(int indent, const std::string& text, const std::string& path) {
        out_.append(static_cast<std::size_t>(indent), ' ').append(text);
        if (const auto it = comments_.find(path); it != comments_.end()) {
            std::string comment = it->second;
            std::ranges::replace(comment, '\n', ' ');
            out_ += "  # " + comment;
        }
        out_ += '\n';
    }

    void entry(const std::string& key, const Type& t, const void* value, const std::string& path, int indent,
               const void* around = nullptr) {
        if (const auto text = inline_text(t, value, around))
            return line(indent, fmt::format("{}: {}", key, *text), path);
        line(indent, key + ":", path);
        block(t, value, path, indent + 2, around);
    }

    // What fits on the key's own line; nothing when it needs a block.
    [[nodiscard]] std::optional<std::string> inline_text(const Type& t, const void* value,
                                                         const void* around = nullptr) {
        switch (t.shape) {
            case Type::Shape::scalar: return scalar_text(t.print(value));
            case Type::Shape::choice: return t.choices[t.chosen(value)];
            case Type::Shape::optional: return inline_text(t.element(), t.at(const_cast<void*>(value), 0));
            case Type::Shape::list: return inline_list(t, value);
            case Type::Shape::dictionary: return t.size(value) == 0 ? std::optional<std::string>{"{}"} : std::nullopt;
            case Type::Shape::record:
                if (const Field* f = only_shorthand(t, value, around)) return inline_text(*f->type, member(value, *f));
                return equals_base_without_required(t, value, around) ? std::optional<std::string>{"{}"} : std::nullopt;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::string> inline_list(const Type& t, const void* value) {
        std::string out = "[";
        for (std::size_t i = 0; i < t.size(value); ++i) {
            const Type& e = t.element();
            if (e.shape != Type::Shape::scalar && e.shape != Type::Shape::choice)
                return t.size(value) == 0 ? std::optional<std::string>{"[]"} : std::nullopt;
            const auto text = inline_text(e, t.at(const_cast<void*>(value), i));
            out += (i == 0 ? "" : ", ") + *text;
        }
        return out + "]";
    }

    [[nodiscard]] static bool equals_base_without_required(const Type& t, const void* value, const void* around) {
        const auto base = base_of(t, value, around);
        const Record& r = t.record();
        if (r.preset_offset >= 0 && !preset_of(r, value).empty()) return false;
        return std::ranges::all_of(r.fields, [&](const Field& f) {
            return !f.required && f.type->equal(member(value, f), member(base.get(), f));
        });
    }

    // The shorthand's field when nothing else differs from the defaults.
    [[nodiscard]] static const Field* only_shorthand(const Type& t, const void* value, const void* around) {
        const Record& r = t.record();
        if (r.shorthand.empty() || (r.preset_offset >= 0 && !preset_of(r, value).empty())) return nullptr;
        const auto base = base_of(t, value, around);
        const Field* found = nullptr;
        for (const Field& f : r.fields) {
            if (f.name == r.shorthand) {
                found = &f;
                const bool unset = f.type->shape == Type::Shape::optional && f.type->size(member(value, f)) == 0;
                if (unset || (!f.required && f.type->equal(member(value, f), member(base.get(), f)))) return nullptr;
            } else if (!f.type->equal(member(value, f), member(base.get(), f))) {
                return nullptr;
            }
        }
        return found;
    }

    void block(const Type& t, const void* value, const std::string& path, int indent, const void* around = nullptr) {
        switch (t.shape) {
            case Type::Shape::optional: return block(t.element(), t.at(const_cast<void*>(value), 0), path, indent);
            case Type::Shape::dictionary:
                for (std::size_t i = 0; i < t.size(value); ++i) {
                    const auto key = t.key(value, i);
                    entry(key, t.element(), t.at(const_cast<void*>(value), i), path + "." + key, indent);
                }
                return;
            case Type::Shape::list:
                for (std::size_t i = 0; i < t.size(value); ++i)
                    item(t.element(), t.at(const_cast<void*>(value), i), fmt::format("{}[{}]", path, i), indent);
                return;
            case Type::Shape::record:
                if (const Field* f = only_shorthand(t, value, around))
                    return block(*f->type, member(value, *f), path, indent);
                return fields(t, value, path, indent, around);
            default: return;
        }
    }

    // "- " before the first line of what the item writes.
    void item(const Type& t, const void* value, const std::string& path, int indent) {
        if (const auto text = inline_text(t, value)) return line(indent, "- " + *text, path);
        const auto begin = out_.size();
        block(t, value, path, indent + 2);
        out_[begin + static_cast<std::size_t>(indent)] = '-';
    }

    const std::map<std::string, std::string>& comments_;
    std::string out_;
};

}  // namespace

std::string write_scenario(const Scenario& s, const std::map<std::string, std::string>& comments,
                           const std::string& header) {
    std::string out;
    std::string_view rest = header;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        out += fmt::format("# {}\n", rest.substr(0, end));
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    Writer w{comments};
    w.fields(type_of<Scenario>(), &s, "", 0);
    return out + w.take();
}

}  // namespace nines
