// Pictures of the drawing, whole, in the light theme, for documents and print.
#pragma once

#include <QString>

namespace nines::gui {

class CanvasScene;

// SVG, PDF or PNG, by the file's suffix. What is wrong, or nothing.
[[nodiscard]] QString write_picture(CanvasScene& scene, const QString& file);

}  // namespace nines::gui
