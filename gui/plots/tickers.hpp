// Where axes have their ticks and how those are written: simulated time, and values of the units of measures.
#pragma once

#include <qcustomplot.h>

#include <string>

namespace nines::gui {

// "0", "90 s", "5:00", "1:30 h"; steps that people count in.
class TimeTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double step) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    double step_ = 1.0;
};

class UnitTicker : public QCPAxisTicker {
public:
    explicit UnitTicker(std::string unit) : unit_(std::move(unit)) { setTickCount(4); }

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    std::string unit_;
};

class LogUnitTicker : public QCPAxisTickerLog {
public:
    explicit LogUnitTicker(std::string unit) : unit_(std::move(unit)) {}

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    std::string unit_;
};

// Of an axis that shows the decimal logarithm of its values: ticks at 1, 2 and 5 times powers of ten.
class PowerTicker : public QCPAxisTicker {
public:
    explicit PowerTicker(std::string unit) : unit_(std::move(unit)) {}

protected:
    QVector<double> createTickVector(double step, const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    std::string unit_;
};

}  // namespace nines::gui
