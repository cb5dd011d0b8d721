#include "tests/validation/formulas.hpp"

#include <cmath>

namespace nines::validation {

double erlang_b(unsigned c, double a) {
    double b = 1.0;
    for (unsigned k = 1; k <= c; ++k) b = a * b / (k + a * b);
    return b;
}

double erlang_c(unsigned c, double a) {
    const double b = erlang_b(c, a);
    return b / (1.0 - a / c * (1.0 - b));
}

double hypoexponential_quantile(double rate1, double rate2, double p) {
    const auto beyond = [&](double t) {
        return (rate2 * std::exp(-rate1 * t) - rate1 * std::exp(-rate2 * t)) / (rate2 - rate1);
    };
    double low = 0.0, high = 1.0;
    while (beyond(high) > 1.0 - p) high *= 2.0;
    for (int i = 0; i < 200; ++i) {
        const double middle = (low + high) / 2.0;
        (beyond(middle) > 1.0 - p ? low : high) = middle;
    }
    return low;
}

}  // namespace nines::validation
