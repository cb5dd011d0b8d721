// The Read section: the page with runs, charts, figures and reports, put into the main window.
#pragma once

#include <QObject>
#include <filesystem>
#include <memory>

#include "reports/store.hpp"

namespace nines::gui {

class MainWindow;
class ReadPage;
class RunSection;

class ReadSection : public QObject {
    Q_OBJECT
public:
    ReadSection(MainWindow& window, RunSection& running, std::shared_ptr<Store> store);
    [[nodiscard]] ReadPage& page() { return *page_; }

private:
    void show_watched(bool anew);

    MainWindow& window_;
    RunSection& running_;
    ReadPage* page_;
    std::shared_ptr<const RunResult> watched_;  // not shown yet
};

// Puts the sections Run and Read into a window, with the store that they share. When the store cannot be opened the
// window says why, and has the Run section alone.
void add_run_and_read(MainWindow& window, const std::filesystem::path& store);

}  // namespace nines::gui
