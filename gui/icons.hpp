// Icons: line drawings in the colour of the theme, sharp at every scale.
#pragma once

#include <QIcon>
#include <QString>

namespace nines::gui {

// "new", "open", "save", "undo", "redo", "fit", "layout", "draw", "find", "connect", "delete", "plus", "minus", "dark",
// "text", "table", "problems", "palette", "inspector", "run", "pause", "stop", "step", "read", "report". What is
// unknown is no icon.
[[nodiscard]] QIcon icon(const QString& name);

}  // namespace nines::gui
