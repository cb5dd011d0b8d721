// MainWindow: the frame. It has a document, pages in the middle (Draw and what others add) with a button each at the
// left, docks around them, menus and a tool bar. Sections (draw_section.hpp, ...) put their things into it; the list
// of sections stands in the constructor and nowhere else.
#pragma once

#include <QMainWindow>
#include <QString>
#include <map>
#include <memory>

class QActionGroup;
class QDockWidget;
class QLabel;
class QMenu;
class QStackedWidget;
class QToolBar;

namespace nines::gui {

class CanvasScene;
class CanvasView;
class Document;
class DrawSection;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Document& document() { return *document_; }
    [[nodiscard]] CanvasScene& canvas() { return *scene_; }
    [[nodiscard]] CanvasView& canvas_view() { return *view_; }

    // A page of its own in the middle, with a button at the left: Draw, Read. `name` is for settings and tests.
    void add_page(const QString& name, const QString& title, const QIcon& icon, QWidget* page);
    void show_page(const QString& name);
    [[nodiscard]] QString page() const;

    // A dock; it is listed under View. Docks of a page are there while it is; an empty `page` means always.
    QDockWidget* add_dock(const QString& name, const QString& title, Qt::DockWidgetArea area, QWidget* content,
                          const QString& page);

    // By name: "file", "edit", "view", "arrange", "run", "help"; in this order, empty ones hidden.
    [[nodiscard]] QMenu& menu(const QString& name);
    [[nodiscard]] QToolBar& tool_bar() { return *tool_bar_; }
    // A short remark in the status bar.
    void say(const QString& text);

    [[nodiscard]] DrawSection& draw() { return *draw_; }
    void set_draw_section(DrawSection& draw) { draw_ = &draw; }

    // Opens a file; complaints are shown. False when it could not be read.
    bool open(const QString& file);
    // Where docks and the window stood when it was closed last.
    void restore();

signals:
    void page_shown(const QString& name);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void make_menus();
    void update_title();

    std::unique_ptr<Document> document_;
    DrawSection* draw_ = nullptr;
    CanvasScene* scene_ = nullptr;
    CanvasView* view_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    QToolBar* sections_ = nullptr;
    QToolBar* tool_bar_ = nullptr;
    QActionGroup* section_group_ = nullptr;
    std::map<QString, QMenu*> menus_;
    struct Dock {
        QDockWidget* dock;
        QString page;
        bool wanted;  // by the user, when its page is shown
    };
    std::vector<Dock> docks_;
    bool switching_ = false;
};

}  // namespace nines::gui
