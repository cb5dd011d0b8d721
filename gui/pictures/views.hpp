// Views: the states of the designer that are pictured, each brought about as a person would bring it about.
#pragma once

#include <QSize>
#include <QString>
#include <functional>
#include <vector>

namespace nines::gui {

class MainWindow;

struct View {
    QString name;
    QSize size;
    std::function<bool(MainWindow&)> prepare;  // false: it could not be brought about
};

// From the scenarios of a folder. The window has all its sections; views that need runs make them, once for all.
[[nodiscard]] std::vector<View> views(const QString& scenarios);

// Lets the window do what is still to be done.
void settle();

}  // namespace nines::gui
