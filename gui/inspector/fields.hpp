// The widgets of a form: what the inspector is put together from. They know nothing of documents.
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QToolButton>
#include <QWheelEvent>

namespace nines::gui {

// A line whose Escape gives up what was typed.
class FieldLine : public QLineEdit {
public:
    using QLineEdit::QLineEdit;
    QString original;

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

// A combo box that leaves the wheel to the form, so that scrolling changes nothing.
class FieldCombo : public QComboBox {
public:
    FieldCombo();

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

// The head of a group: opens and closes it.
class GroupHead : public QToolButton {
public:
    GroupHead(const QString& title, const QString& summary, bool open);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString summary_;
};

[[nodiscard]] QToolButton* small_button(const QString& text, const QString& name);

}  // namespace nines::gui
