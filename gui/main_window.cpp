#include "gui/main_window.hpp"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/document.hpp"
#include "gui/draw_section.hpp"
#include "gui/file_actions.hpp"

namespace nines::gui {

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), document_(std::make_unique<Document>()) {
    setObjectName(QStringLiteral("main"));
    resize(QSize{1440, 900}.boundedTo(screen()->availableSize()));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    scene_ = new CanvasScene{this};
    view_ = new CanvasView{*scene_};
    pages_ = new QStackedWidget;
    setCentralWidget(pages_);
    sections_ = new QToolBar{tr("Sections")};
    sections_->setObjectName(QStringLiteral("sections"));
    sections_->setMovable(false);
    sections_->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    addToolBar(Qt::LeftToolBarArea, sections_);
    tool_bar_ = new QToolBar{tr("Tools")};
    tool_bar_->setObjectName(QStringLiteral("tools"));
    tool_bar_->setMovable(false);
    addToolBar(Qt::TopToolBarArea, tool_bar_);
    section_group_ = new QActionGroup{this};
    make_menus();
    statusBar();

    add_draw_section(*this);

    connect(document_.get(), &Document::changed, this, &MainWindow::update_title);
    connect(document_.get(), &Document::file_changed, this, &MainWindow::update_title);
    connect(&document_->undo_stack(), &QUndoStack::cleanChanged, this, &MainWindow::update_title);
    update_title();
    show_page(QStringLiteral("draw"));
}

MainWindow::~MainWindow() {
    document_->disconnect();  // what shows it is destroyed after it
    document_->undo_stack().disconnect();
    scene_->disconnect();
    view_->disconnect();
    view_->setScene(nullptr);
}

void MainWindow::make_menus() {
    const std::pair<const char*, QString> titles[] = {{"file", tr("&File")}, {"edit", tr("&Edit")},
                                                      {"view", tr("&View")}, {"arrange", tr("&Arrange")},
                                                      {"run", tr("&Run")},   {"help", tr("&Help")}};
    for (const auto& [name, title] : titles) {
        auto* m = menuBar()->addMenu(title);
        m->menuAction()->setVisible(false);
        menus_.emplace(QString::fromLatin1(name), m);
    }
}

QMenu& MainWindow::menu(const QString& name) {
    auto* m = menus_.at(name);
    m->menuAction()->setVisible(true);
    return *m;
}

void MainWindow::add_page(const QString& name, const QString& title, const QIcon& icon, QWidget* page) {
    page->setObjectName(name);
    pages_->addWidget(page);
    auto* a = sections_->addAction(icon, title);
    a->setCheckable(true);
    a->setShortcut(QKeySequence{Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + pages_->count())});
    a->setToolTip(QStringLiteral("%1 (%2)").arg(title, a->shortcut().toString(QKeySequence::NativeText)));
    a->setData(name);
    section_group_->addAction(a);
    menu(QStringLiteral("view")).addAction(a);
    connect(a, &QAction::triggered, this, [this, name] { show_page(name); });
}

QString MainWindow::page() const {
    return pages_->currentWidget() == nullptr ? QString{} : pages_->currentWidget()->objectName();
}

void MainWindow::show_page(const QString& name) {
    for (int i = 0; i < pages_->count(); ++i)
        if (pages_->widget(i)->objectName() == name) pages_->setCurrentIndex(i);
    for (auto* a : section_group_->actions()) a->setChecked(a->data() == name);
    switching_ = true;
    for (const auto& d : docks_) d.dock->setVisible(d.wanted && (d.page.isEmpty() || d.page == name));
    switching_ = false;
    emit page_shown(name);
}

QDockWidget* MainWindow::add_dock(const QString& name, const QString& title, Qt::DockWidgetArea area, QWidget* content,
                                  const QString& page) {
    auto* dock = new QDockWidget{title, this};
    dock->setObjectName(name);
    dock->setWidget(content);
    content->setAccessibleName(title);
    addDockWidget(area, dock);
    menu(QStringLiteral("view")).addAction(dock->toggleViewAction());
    docks_.push_back({dock, page, true});
    connect(dock->toggleViewAction(), &QAction::triggered, this, [this, dock](bool on) {
        for (auto& d : docks_)
            if (d.dock == dock && !switching_) d.wanted = on;
    });
    return dock;
}

bool MainWindow::open(const QString& file) { return draw_->files().open(file); }

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!draw_->files().may_close()) {
        event->ignore();
        return;
    }
    QSettings s;
    s.setValue(QStringLiteral("geometry"), saveGeometry());
    s.setValue(QStringLiteral("state"), saveState());
    event->accept();
}

void MainWindow::restore() {
    const QSettings s;
    restoreGeometry(s.value(QStringLiteral("geometry")).toByteArray());
    if (!restoreState(s.value(QStringLiteral("state")).toByteArray())) return;
    for (auto& d : docks_) d.wanted = !d.dock->isHidden();
    show_page(QStringLiteral("draw"));
}

void MainWindow::say(const QString& text) { statusBar()->showMessage(text, 8000); }

void MainWindow::update_title() {
    setWindowTitle(tr("%1[*] – Nines").arg(document_->title()));
    setWindowModified(document_->is_modified());
}

}  // namespace nines::gui
