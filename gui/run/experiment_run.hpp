// ExperimentRun: replications of a scenario in the background, kept in a store as `nines run` keeps them, with news of
// how far they are and how narrow the intervals have become.
//
// Always: the same scenario text and seed give the same bits as the command, on any number of threads, paused or not;
// the caller's thread never waits, but for the replications under way when it is destroyed.
#pragma once

#include <QObject>
#include <QString>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "models/scenario.hpp"
#include "reports/run_keeping.hpp"

namespace nines::gui {

// A figure that people look at while they wait, with its interval after each replication taken.
struct Headline {
    MeasureKey key;
    double objective = std::numeric_limits<double>::quiet_NaN();  // of an SLO
    std::vector<Estimate> trail;
    [[nodiscard]] Estimate now() const { return trail.empty() ? Estimate{} : trail.back(); }
};

struct ExperimentNews {
    Progress progress;
    std::vector<Headline> headlines;
};

// The figures of an experiment that are headlines: of every SLO its share of good requests, of every client its
// availability and its 99th percentile of latency; at most `most`.
[[nodiscard]] std::vector<std::pair<std::size_t, Headline>> headlines_of(const Scenario& s, const Catalogue& c,
                                                                         std::size_t most = 12);

class ExperimentRun : public QObject {
    Q_OBJECT
public:
    enum class Mode { idle, running, paused, stopping };
    Q_ENUM(Mode)

    struct What {
        Scenario scenario;  // with the changes made; validate() reports no error
        std::string text;
        std::string file;
        Changes changes;
        std::filesystem::path store;
        std::uint32_t threads = 0;
    };
    struct End {
        std::uint64_t run = 0;  // in the store; 0: it did not even begin
        StopReason reason = StopReason::interrupted;
        std::uint32_t replications = 0;
        QString detail;   // why it stopped
        QString failure;  // empty: everything is kept
    };

    explicit ExperimentRun(QObject* parent = nullptr);
    ~ExperimentRun() override;

    // False when one is under way.
    bool start(What what);
    void pause();
    void resume();
    void stop();  // what was finished is kept

    [[nodiscard]] Mode mode() const { return mode_; }
    [[nodiscard]] const ExperimentNews& last_news() const { return shown_; }

signals:
    void mode_changed(nines::gui::ExperimentRun::Mode mode);
    void progressed(const nines::gui::ExperimentNews& news);
    void ended(const nines::gui::ExperimentRun::End& end);

private:
    void work(const What& what);
    void tell();
    void finish(const End& end);
    void set_mode(Mode mode);

    Mode mode_ = Mode::idle;
    ExperimentNews shown_;
    std::atomic<bool> stop_{false}, pause_{false};
    std::mutex mutex_;
    ExperimentNews news_;  // under the mutex
    bool told_ = false;    // likewise: on its way to the caller's thread
    std::thread worker_;
};

}  // namespace nines::gui
