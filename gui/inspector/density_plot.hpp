// DensityPlot: a small picture of a distribution: its density, with the median and the 99th percentile.
#pragma once

#include <QWidget>
#include <optional>

#include "sim/distribution.hpp"

namespace nines::gui {

class DensityPlot : public QWidget {
    Q_OBJECT
public:
    explicit DensityPlot(QWidget* parent = nullptr);

    void show_distribution(std::optional<Distribution> d);
    [[nodiscard]] QSize sizeHint() const override { return {160, 58}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<Distribution> distribution_;
};

// "mean 12ms, median 10ms, p99 50ms"; empty for a constant.
[[nodiscard]] QString in_words(const Distribution& d);

}  // namespace nines::gui
