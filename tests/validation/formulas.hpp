// Exact results that several cases share; sources beside each.
#pragma once

namespace nines::validation {

// Erlang B: the share of arrivals lost by c servers without a queue at offered load a.
[[nodiscard]] double erlang_b(unsigned c, double a);
// Erlang C: the share of arrivals that wait for one of c servers at offered load a < c.
[[nodiscard]] double erlang_c(unsigned c, double a);
// The quantile of a sum of two independent exponentials with these rates.
[[nodiscard]] double hypoexponential_quantile(double rate1, double rate2, double p);

}  // namespace nines::validation
