#include "gui/plots/tickers.hpp"

#include <cmath>

#include "reports/number.hpp"

namespace nines::gui {

namespace {

[[nodiscard]] QString written(double value, const std::string& unit) {
    return QString::fromStdString(show(value, unit));
}

}  // namespace

double TimeTicker::getTickStep(const QCPRange& range) {
    constexpr double steps[] = {1e-3, 2e-3,  5e-3,  0.01,  0.02,  0.05,   0.1,    0.2,     0.5,     1,       2,
                                5,    10,    15,    30,    60,    120,    300,    600,     900,     1800,    3600,
                                7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000, 7776000, 31536000};
    const double wanted = range.size() / 7.0;
    step_ = steps[0];
    for (const double s : steps)
        if ((step_ = s) >= wanted) break;
    return step_;
}

int TimeTicker::getSubTickCount(double) { return 4; }

QString TimeTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    const auto two = [](qint64 n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    if (std::abs(tick) < step_ / 1000.0) return QStringLiteral("0");
    if (step_ < 1.0) return QString::number(tick, 'f', step_ < 0.01 ? 3 : step_ < 0.1 ? 2 : 1) + QStringLiteral(" s");
    const auto s = static_cast<qint64>(std::llround(tick));
    if (step_ >= 86400.0) return QStringLiteral("%1 d").arg(s / 86400);
    if (s >= 86400) return QStringLiteral("%1 d %2:%3").arg(s / 86400).arg(two(s / 3600 % 24), two(s / 60 % 60));
    if (s >= 3600) return QStringLiteral("%1:%2:%3").arg(s / 3600).arg(two(s / 60 % 60), two(s % 60));
    return QStringLiteral("%1:%2").arg(s / 60).arg(two(s % 60));
}

QString UnitTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return unit_ == "share" && tick > 1.0 + 1e-9 ? QString{} : written(std::abs(tick) < 1e-12 ? 0.0 : tick, unit_);
}

QString LogUnitTicker::getTickLabel(double tick, const QLocale&, QChar, int) { return written(tick, unit_); }

QVector<double> PowerTicker::createTickVector(double, const QCPRange& range) {
    QVector<double> out;
    const bool dense = range.size() < 2.5;
    for (int decade = static_cast<int>(std::floor(range.lower)); decade <= std::ceil(range.upper); ++decade)
        for (const double m : {1.0, 2.0, 5.0})
            if (dense || m == 1.0) out.append(decade + std::log10(m));
    return out;
}

QString PowerTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return written(std::pow(10.0, tick), unit_);
}

}  // namespace nines::gui
