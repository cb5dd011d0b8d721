// Palette: what can be put on the canvas: the kinds of the scenario, and patterns of several things. Dragged onto the
// canvas, or put in its middle by Enter.
#pragma once

#include <QWidget>

#include "gui/kinds.hpp"
#include "models/scenario.hpp"

class QLineEdit;
class QListWidget;
class QMimeData;

namespace nines::gui {

// Icons and patterns of the library can be found from here on.
void init_resources();

// A part of a scenario that is often needed, from a file among the resources.
struct Pattern {
    QString name;
    QString help;
    std::string text;
};
[[nodiscard]] const std::vector<Pattern>& patterns();

// What is dragged: "services", or "pattern:Three tiers".
inline const QString palette_mime = QStringLiteral("application/x-nines-part");

class Palette : public QWidget {
    Q_OBJECT
public:
    explicit Palette(const Type& root, QWidget* parent = nullptr);

    [[nodiscard]] QListWidget& list() { return *list_; }

signals:
    void wanted(const QString& part);  // in the middle of the canvas

private:
    void fill();
    void filter(const QString& text);

    const Type& root_;
    QLineEdit* search_ = nullptr;
    QListWidget* list_ = nullptr;
};

}  // namespace nines::gui
