// Descriptions of parameters: what drives reading, messages, writing, the JSON Schema, the reference page and the
// designer's inspector.
//
// A parameter struct has one free function `void describe(Describe& d, T& t)` beside it that names every member once:
// name, constraint, help and the source of the default. `type_of<T>()` turns it into a `Type`, which is plain data
// that can be walked without knowing T. The default of a field is what a default-constructed T holds.
//
//     void describe(Describe& d, Backoff& b) {
//         d("base", b.base, at_least(1ns), "Delay before the first retry");
//         d("cap", b.cap, at_least(1ns), "No delay is longer", source("AWS SDK standard mode: 20 s"));
//     }
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/quantity.hpp"
#include "sim/time.hpp"

namespace nines {

// An ordered dictionary: the order of the file is the order of the results.
template <class T>
using Dictionary = std::vector<std::pair<std::string, T>>;

template <class T>
[[nodiscard]] const T* find(const Dictionary<T>& entries, std::string_view name) {
    for (const auto& [key, value] : entries)
        if (key == name) return &value;
    return nullptr;
}

// Allowed values of a number, in the type's base unit (seconds, per second, 1).
struct Bounds {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool low_open = false;  // low itself is not allowed
};

struct Type;

// How the entries of a dictionary of the scenario appear in the designer.
enum class Figure : std::uint8_t { aside, box, person, cylinder, queue, cloud, gear, place };

struct Field {
    std::string name;
    std::string help;
    std::string source;  // where the default comes from; empty when it needs none
    Bounds bounds;
    bool required = false;
    std::string refers_to;  // for names: what they name ("endpoint", "place", "policy", ...)
    std::string noun;       // of dictionaries: what one entry is called; empty: the name without its "s"
    Figure figure = Figure::box;
    std::string starter;   // of dictionaries: what a new entry states, as lines of YAML; empty: the least
    std::string headline;  // of what a drawn thing says about itself: "{} replicas"; empty: nothing
    const Type* type = nullptr;
    std::size_t offset = 0;  // of the member within its record
};

struct Preset {
    std::string name;
    std::string source;
    std::shared_ptr<const void> value;  // a whole record
};

// What a record says about itself beside its fields.
struct Record {
    std::string help;
    std::vector<Field> fields;
    std::vector<std::vector<std::string>> exactly_one_of;  // groups of optional fields
    std::vector<std::vector<std::string>> at_most_one_of;
    std::string shorthand;  // the field that a bare scalar or list stands for; empty when there is none
    std::vector<Preset> presets;
    std::ptrdiff_t preset_offset = -1;  // of the std::string that holds the preset's name

    [[nodiscard]] const Field* field(std::string_view name) const;
    [[nodiscard]] const Preset* preset(std::string_view name) const;
};

struct Type {
    enum class Shape : std::uint8_t { scalar, choice, optional, list, dictionary, record };

    Shape shape = Shape::scalar;
    std::string name;     // "duration", "choice", "Retry"
    std::string expects;  // scalars: "a duration such as 250ms"
    std::string pattern;  // scalars: a regular expression for the JSON Schema; empty for numbers and booleans

    // Scalars. `parse` returns what is wrong, or an empty string after setting the value.
    std::string (*parse)(std::string_view text, const Bounds& bounds, void* value) = nullptr;
    std::string (*print)(const void* value) = nullptr;

    // Choices.
    std::vector<std::string> choices;
    std::size_t (*chosen)(const void* value) = nullptr;
    void (*choose)(void* value, std::size_t index) = nullptr;

    // Optionals (size 0 or 1), lists and dictionaries.
    const Type& (*element)() = nullptr;
    std::size_t (*size)(const void* value) = nullptr;
    void* (*at)(void* value, std::size_t index) = nullptr;
    void* (*append)(void* value, std::string_view key) = nullptr;
    void (*clear)(void* value) = nullptr;
    std::string (*key)(const void* value, std::size_t index) = nullptr;

    // Every type.
    std::shared_ptr<void> (*make)() = nullptr;  // a default-constructed value
    void (*assign)(void* to, const void* from) = nullptr;
    bool (*equal)(const void* a, const void* b) = nullptr;

    // Records; filled on first use, so that a record may contain itself.
    [[nodiscard]] const Record& record() const;
    void (*fill)(Record&) = nullptr;

    mutable std::once_flag filled;
    mutable Record content;
};

[[nodiscard]] inline const void* member(const void* record, const Field& f) {
    return static_cast<const std::byte*>(record) + f.offset;
}
[[nodiscard]] inline void* member(void* record, const Field& f) { return static_cast<std::byte*>(record) + f.offset; }

template <class T>
[[nodiscard]] const Type& type_of();

// A scalar type specialises this: name, expects, pattern, parse(text, bounds, T&) -> problem, print(const T&).
template <class T>
struct Scalar;

// An enumeration specialises this with the words of a scenario file, in the order of its values from 0.
template <class E>
struct Choices;  // static constexpr std::array<std::string_view, N> names;

// Constraints and remarks, in any order after the member. A plain string is the help text.
struct Source {
    std::string_view text;
};
struct Required {};
struct RefersTo {
    std::string_view what;
};
struct Drawn {
    std::string_view noun;
    Figure figure;
    std::string_view starter;
};
struct Headline {
    std::string_view text;
};
inline constexpr Required required{};
[[nodiscard]] constexpr Source source(std::string_view text) { return {text}; }
[[nodiscard]] constexpr RefersTo refers_to(std::string_view what) { return {what}; }
// Of a dictionary at the top of a scenario: its entries are nodes of the designer's canvas (the default, as boxes),
// places that hold them, or stand aside. `starter`: what one that is new on the canvas states, as lines of YAML.
[[nodiscard]] constexpr Drawn drawn(std::string_view noun, Figure figure, std::string_view starter = {}) {
    return {noun, figure, starter};
}
// A node shows this value on its face; "{}" stands for it.
[[nodiscard]] constexpr Headline headline(std::string_view text) { return {text}; }

namespace detail {
constexpr double base_unit(double x) { return x; }
constexpr double base_unit(int x) { return x; }
constexpr double base_unit(Duration d) { return to_seconds(d); }
constexpr double base_unit(Rate r) { return r.per_second; }
constexpr double base_unit(Probability p) { return p.value; }
}  // namespace detail

template <class T>
[[nodiscard]] constexpr Bounds at_least(T low) {
    return {.low = detail::base_unit(low)};
}
template <class T>
[[nodiscard]] constexpr Bounds above(T low) {
    return {.low = detail::base_unit(low), .low_open = true};
}
template <class T>
[[nodiscard]] constexpr Bounds range(T low, T high) {
    return {.low = detail::base_unit(low), .high = detail::base_unit(high)};
}

// Collects the description of one record. Made by type_of; a describe function only calls it.
class Describe {
public:
    Describe(const void* owner, Record& into) : owner_(static_cast<const std::byte*>(owner)), into_(into) {}

    template <class T, class... Remarks>
    void operator()(std::string_view name, const T& value, const Remarks&... remarks) {
        Field f;
        f.name = name;
        f.type = &type_of<T>();
        f.offset = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&value) - owner_);
        (remark(f, remarks), ...);
        into_.fields.push_back(std::move(f));
    }

    void help(std::string_view text) { into_.help = text; }
    void exactly_one_of(std::vector<std::string> fields) { into_.exactly_one_of.push_back(std::move(fields)); }
    void at_most_one_of(std::vector<std::string> fields) { into_.at_most_one_of.push_back(std::move(fields)); }
    void shorthand(std::string_view field) { into_.shorthand = field; }

    // The member that keeps the preset's name; the presets follow.
    void preset_name(const std::string& value) {
        into_.preset_offset = reinterpret_cast<const std::byte*>(&value) - owner_;
    }
    template <class T>
    void preset(std::string_view name, std::string_view source, T value) {
        into_.presets.push_back({std::string{name}, std::string{source}, std::make_shared<const T>(std::move(value))});
    }

private:
    static void remark(Field& f, std::string_view help) { f.help = help; }
    static void remark(Field& f, const Bounds& b) { f.bounds = b; }
    static void remark(Field& f, Source s) { f.source = s.text; }
    static void remark(Field& f, Required) { f.required = true; }
    static void remark(Field& f, RefersTo r) { f.refers_to = r.what; }
    static void remark(Field& f, Drawn d) {
        f.noun = d.noun;
        f.figure = d.figure;
        f.starter = d.starter;
    }
    static void remark(Field& f, Headline h) { f.headline = h.text; }

    const std::byte* owner_;
    Record& into_;
};

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};
template <class T>
struct IsDictionary : std::false_type {};
template <class T>
struct IsDictionary<std::vector<std::pair<std::string, T>>> : std::true_type {};

template <class T>
concept IsScalar = requires {
    Scalar<T>::name;
};
template <class T>
concept IsChoice = std::is_enum_v<T>;

template <class T>
void common_operations(Type& t) {
    t.make = []() -> std::shared_ptr<void> { return std::make_shared<T>(); };
    t.assign = [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); };
    t.equal = [](const void* a, const void* b) { return *static_cast<const T*>(a) == *static_cast<const T*>(b); };
}

template <class T>
void fill_type(Type& t) {
    common_operations<T>(t);
    if constexpr (IsScalar<T>) {
        t.shape = Type::Shape::scalar;
        t.name = Scalar<T>::name;
        t.expects = Scalar<T>::expects;
        t.pattern = Scalar<T>::pattern;
        t.parse = [](std::string_view text, const Bounds& b, void* v) {
            return Scalar<T>::parse(text, b, *static_cast<T*>(v));
        };
        t.print = [](const void* v) { return Scalar<T>::print(*static_cast<const T*>(v)); };
    } else if constexpr (IsChoice<T>) {
        t.shape = Type::Shape::choice;
        t.name = "choice";
        for (const auto n : Choices<T>::names) t.choices.emplace_back(n);
        t.chosen = [](const void* v) { return static_cast<std::size_t>(*static_cast<const T*>(v)); };
        t.choose = [](void* v, std::size_t i) { *static_cast<T*>(v) = static_cast<T>(i); };
    } else if constexpr (IsOptional<T>::value) {
        using E = typename T::value_type;
        t.shape = Type::Shape::optional;
        t.name = "optional";
        t.element = []() -> const Type& { return type_of<E>(); };
        t.size = [](const void* v) -> std::size_t { return static_cast<const T*>(v)->has_value() ? 1 : 0; };
        t.at = [](void* v, std::size_t) -> void* { return &**static_cast<T*>(v); };
        t.append = [](void* v, std::string_view) -> void* { return &static_cast<T*>(v)->emplace(); };
        t.clear = [](void* v) { static_cast<T*>(v)->reset(); };
    } else if constexpr (IsDictionary<T>::value) {
        using E = typename T::value_type::second_type;
        t.shape = Type::Shape::dictionary;
        t.name = "dictionary";
        t.element = []() -> const Type& { return type_of<E>(); };
        t.size = [](const void* v) { return static_cast<const T*>(v)->size(); };
        t.at = [](void* v, std::size_t i) -> void* { return &(*static_cast<T*>(v))[i].second; };
        t.append = [](void* v, std::string_view k) -> void* {
            return &static_cast<T*>(v)->emplace_back(std::string{k}, E{}).second;
        };
        t.clear = [](void* v) { static_cast<T*>(v)->clear(); };
        t.key = [](const void* v, std::size_t i) { return (*static_cast<const T*>(v))[i].first; };
    } else if constexpr (IsList<T>::value) {
        using E = typename T::value_type;
        t.shape = Type::Shape::list;
        t.name = "list";
        t.element = []() -> const Type& { return type_of<E>(); };
        t.size = [](const void* v) { return static_cast<const T*>(v)->size(); };
        t.at = [](void* v, std::size_t i) -> void* { return &(*static_cast<T*>(v))[i]; };
        t.append = [](void* v, std::string_view) -> void* { return &static_cast<T*>(v)->emplace_back(); };
        t.clear = [](void* v) { static_cast<T*>(v)->clear(); };
    } else {
        t.shape = Type::Shape::record;
        t.name = T::type_name;
        t.fill = [](Record& r) {
            static T example{};
            Describe d{&example, r};
            describe(d, example);
        };
    }
}

}  // namespace detail

template <class T>
const Type& type_of() {
    static const Type& type = []() -> const Type& {
        static Type t;
        detail::fill_type<T>(t);
        return t;
    }();
    return type;
}

inline const Record& Type::record() const {
    std::call_once(filled, [this] { fill(content); });
    return content;
}

inline const Field* Record::field(std::string_view name) const {
    for (const auto& f : fields)
        if (f.name == name) return &f;
    return nullptr;
}

inline const Preset* Record::preset(std::string_view name) const {
    for (const auto& p : presets)
        if (p.name == name) return &p;
    return nullptr;
}

}  // namespace nines
