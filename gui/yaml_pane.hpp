// YamlPane: the text of the document, in step with everything else. What is typed here are steps of the document's own
// undo stack; what others change appears here without moving the cursor.
#pragma once

#include <QPlainTextEdit>

namespace nines::gui {

class Document;
struct Splice;

class YamlPane : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit YamlPane(Document& document, QWidget* parent = nullptr);

    void go_to_line(int line, int column = 1);  // from 1
    void paint_line_numbers(QPaintEvent& event, QWidget& on);
    [[nodiscard]] int line_number_width() const;

signals:
    void line_entered(int line);  // by the person, from 1

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void take_over();
    void show_splice(const Splice& splice);
    void typed();
    void mark();

    Document& document_;
    QWidget* numbers_ = nullptr;
    bool showing_ = false;
};

}  // namespace nines::gui
