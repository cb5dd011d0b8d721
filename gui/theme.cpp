#include "gui/theme.hpp"

#include <QApplication>

#include "gui/style.hpp"

namespace nines::gui {

namespace {

constexpr std::array<const char*, 8> series_on_light = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                        "#8a6d00", "#56b4e9", "#5e4fa2", "#666666"};
constexpr std::array<const char*, 8> series_on_dark = {"#56b4e9", "#e69f00", "#2fc79a", "#e09ac4",
                                                       "#f0e442", "#4f9fe0", "#b3a5f0", "#aaaaaa"};

Theme light() {
    Theme t;
    t.shade = Shade::light;
    t.window = "#f3f4f6", t.panel = "#fafbfc", t.field = "#ffffff";
    t.text = "#1c2330", t.muted = "#5a6475", t.faint = "#98a1b0";
    t.line = "#d5d9e0", t.control = "#8b95a4";
    t.accent = "#1f6feb", t.accent_text = "#ffffff";
    t.canvas = "#ffffff", t.grid = "#eceff3";
    t.node = "#ffffff", t.node_line = "#aeb7c4", t.node_text = "#1c2330";
    t.edge = "#7d8899", t.edge_label = "#5a6475";
    t.place = "#f4f7fb", t.place_line = "#c3cfdf", t.place_text = "#4b5a70";
    t.good = "#00815f", t.degraded = "#b87400", t.bad = "#c74a00", t.down = "#a3123f", t.unused = "#8d96a5";
    for (std::size_t i = 0; i < t.series.size(); ++i) t.series[i] = series_on_light[i];
    return t;
}

Theme dark() {
    Theme t;
    t.shade = Shade::dark;
    t.window = "#1d2127", t.panel = "#22272e", t.field = "#191d22";
    t.text = "#e3e8ef", t.muted = "#a0abba", t.faint = "#67717f";
    t.line = "#363d47", t.control = "#677283";
    t.accent = "#4c93f5", t.accent_text = "#0c1420";
    t.canvas = "#171a1f", t.grid = "#20252b";
    t.node = "#262c34", t.node_line = "#505b69", t.node_text = "#e9eef5";
    t.edge = "#8491a3", t.edge_label = "#a5b0bf";
    t.place = "#1b2027", t.place_line = "#3a4554", t.place_text = "#9fb0c6";
    t.good = "#2fc79a", t.degraded = "#e6a817", t.bad = "#f07b3c", t.down = "#ef5d86", t.unused = "#7b8695";
    for (std::size_t i = 0; i < t.series.size(); ++i) t.series[i] = series_on_dark[i];
    return t;
}

QString style_sheet(const Theme& t) {
    const auto rule = [&](const char* text) {
        QString r = QString::fromLatin1(text);
        const std::pair<const char*, QColor> colours[] = {
            {"@window", t.window}, {"@panel", t.panel},   {"@field", t.field}, {"@text", t.text},
            {"@muted", t.muted},   {"@accent", t.accent}, {"@line", t.line},   {"@bad", t.down},
        };
        for (const auto& [name, colour] : colours) r.replace(QLatin1String(name), colour.name());
        return r;
    };
    return rule(
        "QToolTip { color: @text; background: @panel; border: 1px solid @line; padding: 4px; }"
        "QMainWindow::separator { background: @line; width: 1px; height: 1px; }"
        "QMainWindow::separator:hover { background: @accent; }"
        "QToolBar { border: none; border-bottom: 1px solid @line; spacing: 2px; padding: 3px; background: @window; }"
        "QToolBar#sections { border-right: 1px solid @line; border-bottom: none; }"
        "QDockWidget::title { background: @window; padding: 6px 8px; border-bottom: 1px solid @line; }"
        "QStatusBar { border-top: 1px solid @line; }"
        "QStatusBar::item { border: none; }"
        "QTreeView::item, QListView::item { padding: 3px; }"
        "QTreeView, QListView, QTableView, QPlainTextEdit { border: none; }"
        "QHeaderView::section { background: @window; border: none; border-bottom: 1px solid @line; padding: 4px 6px; "
        "}");
}

}  // namespace

const Theme& Theme::of(Shade shade) {
    static const Theme themes[] = {light(), dark()};
    return themes[shade == Shade::dark ? 1 : 0];
}

QPalette Theme::palette() const {
    QPalette p;
    const auto both = [&](QPalette::ColorRole role, const QColor& colour) {
        p.setColor(QPalette::Active, role, colour);
        p.setColor(QPalette::Inactive, role, colour);
        p.setColor(QPalette::Disabled, role, colour);
    };
    both(QPalette::Window, window);
    both(QPalette::WindowText, text);
    both(QPalette::Base, field);
    both(QPalette::AlternateBase, panel);
    both(QPalette::Text, text);
    both(QPalette::Button, window);
    both(QPalette::ButtonText, text);
    both(QPalette::BrightText, down);
    both(QPalette::ToolTipBase, panel);
    both(QPalette::ToolTipText, text);
    both(QPalette::PlaceholderText, faint);
    both(QPalette::Highlight, accent);
    both(QPalette::HighlightedText, accent_text);
    both(QPalette::Link, accent);
    both(QPalette::LinkVisited, accent);
    both(QPalette::Light, shade == Shade::dark ? line : QColor{"#ffffff"});
    both(QPalette::Midlight, shade == Shade::dark ? panel : window);
    both(QPalette::Mid, line);
    both(QPalette::Dark, shade == Shade::dark ? QColor{"#101216"} : QColor{"#b4bac4"});
    both(QPalette::Shadow, shade == Shade::dark ? QColor{"#000000"} : QColor{"#8a919c"});
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faint);
    return p;
}

CurrentTheme::CurrentTheme() : theme_(&Theme::of(Shade::light)) {}

CurrentTheme& CurrentTheme::instance() {
    static CurrentTheme current;
    return current;
}

void CurrentTheme::use(Shade shade) {
    theme_ = &Theme::of(shade);
    QApplication::setStyle(new Style);
    QApplication::setPalette(theme_->palette());
    qApp->setStyleSheet(style_sheet(*theme_));
    emit changed();
}

Shade shade_of_the_desktop() {
    return QPalette{}.color(QPalette::Window).lightnessF() < 0.5F ? Shade::dark : Shade::light;
}

}  // namespace nines::gui
