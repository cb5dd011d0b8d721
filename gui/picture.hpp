// Pictures of the drawing, whole, in the light theme, for documents and print.
#pragma once

#include <QPicture>
#include <QSize>
#include <QString>

namespace nines::gui {

class CanvasScene;

// SVG, PDF or PNG, by the file's suffix. What is wrong, or nothing.
[[nodiscard]] QString write_picture(CanvasScene& scene, const QString& file);

struct Drawing {
    QPicture picture;
    QSize size;
};
// The whole drawing as lines, no larger than `room`, and no larger than it is on the canvas.
[[nodiscard]] Drawing drawn_within(CanvasScene& scene, QSize room);

}  // namespace nines::gui
