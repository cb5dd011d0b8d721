// A label of words in the order of their weight: a narrow one shows the first ones whole, and all of them in its tip.
#pragma once

#include <QLabel>
#include <QStringList>

namespace nines::gui {

class WordsThatFit : public QLabel {
public:
    explicit WordsThatFit(QWidget* parent = nullptr);
    void show_words(const QStringList& words);

    // Room for the first of the words; the others may go.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QString fitting() const;

    QStringList words_;
};

}  // namespace nines::gui
