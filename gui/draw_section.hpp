// The Draw section: everything that edits the scenario, put into the main window: canvas, palette, inspector, text,
// table, problems, and the actions on them.
//
// One thing is selected everywhere: on the canvas, in the table, in the inspector and in the text.
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QPoint>
#include <QPointF>
#include <QString>
#include <functional>
#include <optional>

#include "gui/edits.hpp"

class QAction;
class QLineEdit;
class QTimer;

namespace nines::gui {

class CanvasScene;
class CanvasView;
class FileActions;
class Inspector;
class MainWindow;
class Minimap;
class Palette;
class ProblemsModel;
class TablePanel;
class YamlPane;

class DrawSection : public QObject {
    Q_OBJECT
public:
    explicit DrawSection(MainWindow& window);

    [[nodiscard]] FileActions& files() { return *files_; }
    [[nodiscard]] Inspector& inspector() { return *inspector_; }
    [[nodiscard]] Palette& palette() { return *palette_; }
    [[nodiscard]] YamlPane& text() { return *text_; }
    [[nodiscard]] TablePanel& table() { return *table_; }

    // Selects the node of a path and opens the field in the inspector and in the text.
    void go_to(const std::string& path);
    void put(const QString& part, QPointF at);
    // Asks which of the possible calls is meant, when there are several. At `at` of the screen.
    void connect_asking(const NodeId& from, const NodeId& to, std::optional<QPoint> at = {});
    void remove_selected();
    void duplicate_selected();

private:
    void make_docks();
    void make_file_menu();
    void make_edit_menu();
    void make_view_menu();
    void make_arrange_menu();
    void make_help_menu();
    void fill_tool_bar();
    void connect_canvas();
    void connect_inspector();

    QAction* action(const QString& menu, const QString& text, const QString& icon, const QKeySequence& keys,
                    std::function<void()> what);
    void show_selection();
    void describe_selection();
    // A change of the inspector: of every node that is selected, when the path is the first one's.
    using Change = std::function<Expected<SourceText>(const SourceText&, const std::string& path)>;
    void change_selected(const QString& step, const std::string& path, const Change& change);
    void after_change();
    void select_line(int line);
    void copy();
    void paste();
    void align(int edge);
    void choose_target();
    void choose_place();
    void collapse_or_expand();
    void resize_around_selected(QSizeF by);
    void choose_size();
    void show_menu(const QPoint& at);
    void export_picture();
    void say(const QString& text);
    [[nodiscard]] const PlaceView* frame_around_selected() const;
    [[nodiscard]] std::vector<std::pair<NodeId, NodeId>> selected_edges() const;

    MainWindow& w_;
    Document& document_;
    CanvasScene& scene_;
    CanvasView& view_;
    FileActions* files_ = nullptr;
    Inspector* inspector_ = nullptr;
    Palette* palette_ = nullptr;
    YamlPane* text_ = nullptr;
    TablePanel* table_ = nullptr;
    ProblemsModel* problems_ = nullptr;
    Minimap* minimap_ = nullptr;
    QLineEdit* find_ = nullptr;
    QList<QAction*> on_nodes_, on_anything_;  // enabled while something is selected
    bool selecting_ = false;
    std::vector<NodeId> select_next_;  // once the document has changed
};

void add_draw_section(MainWindow& window);

}  // namespace nines::gui
