// HeadlineList: the figures people wait for, each with its interval now and how it has narrowed.
#pragma once

#include <QWidget>

#include "gui/run/experiment_run.hpp"

namespace nines::gui {

class HeadlineList : public QWidget {
    Q_OBJECT
public:
    explicit HeadlineList(QWidget* parent = nullptr);
    void show_headlines(const std::vector<Headline>& headlines);
    [[nodiscard]] QStringList in_words() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 40}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int row_height() const;
    std::vector<Headline> headlines_;
};

}  // namespace nines::gui
