// LegendBox: what the marks on the canvas mean, in a corner of it while a run is shown.
#pragma once

#include <QWidget>
#include <optional>

namespace nines::gui {

class LegendBox : public QWidget {
    Q_OBJECT
public:
    // Stays in the lower left corner of `over`; folded where it would cover much of it, until it is clicked.
    explicit LegendBox(QWidget* over);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;  // folds and unfolds

private:
    void place();
    [[nodiscard]] bool is_folded() const;
    [[nodiscard]] QSize size_of(bool folded) const;
    [[nodiscard]] int line_height() const { return fontMetrics().height() + 5; }

    std::optional<bool> folded_;  // by hand
};

}  // namespace nines::gui
