// LegendBox: what the marks on the canvas mean, in a corner of it while a run is shown.
#pragma once

#include <QWidget>

namespace nines::gui {

class LegendBox : public QWidget {
    Q_OBJECT
public:
    // Stays in the lower left corner of `over`.
    explicit LegendBox(QWidget* over);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;  // folds and unfolds

private:
    void place();
    bool folded_ = false;
};

}  // namespace nines::gui
