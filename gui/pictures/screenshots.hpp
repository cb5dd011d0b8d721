// Screenshots: pictures of every view, light and dark, for the documentation and for whoever looks after the looks.
#pragma once

#include <QString>
#include <QStringList>

namespace nines::gui {

class MainWindow;

// One picture of the window, `sharpness` times as many pixels as it has on a plain screen. False when it cannot be
// written.
bool take_picture(MainWindow& window, const QString& file, double sharpness);

// Pictures of the views named below a folder, from scenarios of another; the names of the files, or nothing when one
// could not be written. Changes no file but the pictures.
[[nodiscard]] QStringList take_screenshots(const QString& scenarios, const QString& folder, double sharpness = 1.0);

}  // namespace nines::gui
