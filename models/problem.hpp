// Problems of an input: where, what, and the way out. All of them at once, never the first alone.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace nines {

struct Problem {
    enum class Severity : std::uint8_t { error, warning, note };
    std::string path;     // "services.gateway.endpoints.checkout.steps[1].call"
    std::string message;  // what was found, and what is allowed
    Severity severity = Severity::error;
    std::string file = {};
    int line = 0;    // from 1; 0: unknown
    int column = 0;  // from 1
};
using Problems = std::vector<Problem>;

// A value, or the problems that prevent it.
template <class T>
class Expected {
public:
    Expected(T value) : content_(std::move(value)) {}
    Expected(Problems problems) : content_(std::move(problems)) {}

    [[nodiscard]] bool has_value() const { return std::holds_alternative<T>(content_); }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] T& value() { return std::get<T>(content_); }
    [[nodiscard]] const T& value() const { return std::get<T>(content_); }
    [[nodiscard]] T& operator*() { return value(); }
    [[nodiscard]] const T& operator*() const { return value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }
    [[nodiscard]] const Problems& problems() const { return std::get<Problems>(content_); }

private:
    std::variant<T, Problems> content_;
};

}  // namespace nines
