// Theme: the colours of everything that is drawn, light and dark, and the application's style.
//
// Colours never carry a meaning by themselves: whoever uses one for a state also draws a mark or writes a word. The
// colours of states and series are Okabe and Ito's (2008), which stay apart for every kind of colour vision.
#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>
#include <array>

class QApplication;

namespace nines::gui {

enum class Shade { light, dark };

struct Theme {
    Shade shade = Shade::light;

    QColor window, panel, field;               // widgets
    QColor text, muted, faint;                 // writing: primary, secondary, disabled
    QColor line;                               // borders and separators
    QColor control;                            // outlines of what can be changed
    QColor accent, accent_text;                // selection
    QColor canvas, grid;                       // behind the drawing
    QColor node, node_line, node_text;         // faces of nodes
    QColor edge, edge_label;                   // calls
    QColor place, place_line, place_text;      // containers
    QColor good, degraded, bad, down, unused;  // states
    std::array<QColor, 8> series;              // plots, in turn

    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] static const Theme& of(Shade shade);
};

// The theme in use. `changed` tells everything that paints by itself.
class CurrentTheme : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] static CurrentTheme& instance();
    [[nodiscard]] const Theme& theme() const { return *theme_; }
    // Fusion style, palette and style sheet for the whole application.
    void use(Shade shade);
    // For what is painted next, without telling anybody: pictures for print are light.
    void use_for_painting(Shade shade) { theme_ = &Theme::of(shade); }

signals:
    void changed();

private:
    CurrentTheme();
    const Theme* theme_;
};

[[nodiscard]] inline const Theme& theme() { return CurrentTheme::instance().theme(); }

// What the desktop uses, judged by the lightness of its palette.
[[nodiscard]] Shade shade_of_the_desktop();

}  // namespace nines::gui
