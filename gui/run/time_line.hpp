// TimeLine: paints a time line with a playhead; dragging the playhead asks for that time.
#pragma once

#include <QWidget>

#include "gui/run/time_line_view.hpp"

namespace nines::gui {

class TimeLine : public QWidget {
    Q_OBJECT
public:
    explicit TimeLine(QWidget* parent = nullptr);

    void show_view(const TimeLineView& view);
    [[nodiscard]] const TimeLineView& view() const { return view_; }
    // The time that is shown elsewhere; NaN: the present.
    void set_playhead(double seconds);
    [[nodiscard]] double playhead() const { return playhead_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 72}; }

signals:
    void time_wanted(double seconds);  // NaN: the present again

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int left() const;
    [[nodiscard]] double x_of(double seconds) const;
    [[nodiscard]] double time_of(double x) const;
    void want(double seconds);

    TimeLineView view_;
    double playhead_;
};

}  // namespace nines::gui
