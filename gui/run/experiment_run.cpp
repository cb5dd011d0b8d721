#include "gui/run/experiment_run.hpp"

#include "models/compile.hpp"
#include "models/model.hpp"
#include "reports/version.hpp"

namespace nines::gui {

std::vector<std::pair<std::size_t, Headline>> headlines_of(const Scenario& s, const Catalogue& c, std::size_t most) {
    std::vector<std::pair<std::size_t, Headline>> out;
    const auto add = [&](Subject subject, const std::string& name, const char* metric, double objective) {
        const auto i = index_of(c.figures, subject, name, metric);
        if (i < c.figures.size() && out.size() < most) out.push_back({i, {c.figures[i], objective, {}}});
    };
    for (const auto& slo : s.slos) add(Subject::slo, slo.name, "good_share", slo.objective.value);
    for (const auto& [name, client] : s.clients) {
        add(Subject::client, name, "availability", std::numeric_limits<double>::quiet_NaN());
        add(Subject::client, name, "latency.p99", std::numeric_limits<double>::quiet_NaN());
    }
    return out;
}

ExperimentRun::ExperimentRun(QObject* parent) : QObject(parent) {}

ExperimentRun::~ExperimentRun() {
    stop();
    if (worker_.joinable()) worker_.join();
}

bool ExperimentRun::start(What what) {
    if (mode_ != Mode::idle) return false;
    if (worker_.joinable()) worker_.join();
    stop_ = pause_ = false;
    {
        const std::lock_guard lock{mutex_};
        news_ = {};
        news_.progress.at_most = what.scenario.run.replications.at_most;
        shown_ = news_;
        told_ = false;
    }
    set_mode(Mode::running);
    worker_ = std::thread{[this, w = std::move(what)] { work(w); }};
    return true;
}

void ExperimentRun::pause() {
    if (mode_ != Mode::running) return;
    pause_ = true;
    set_mode(Mode::paused);
}

void ExperimentRun::resume() {
    if (mode_ != Mode::paused) return;
    pause_ = false;
    pause_.notify_all();
    set_mode(Mode::running);
}

void ExperimentRun::stop() {
    if (mode_ == Mode::idle) return;
    stop_ = true;
    pause_ = false;
    pause_.notify_all();
    set_mode(Mode::stopping);
}

void ExperimentRun::set_mode(Mode mode) {
    if (mode_ == mode) return;
    mode_ = mode;
    emit mode_changed(mode);
}

// ---- the worker

void ExperimentRun::work(const What& what) {
    End end;
    const auto done = [&] { QMetaObject::invokeMethod(this, [this, end] { finish(end); }); };
    auto store = Store::open(what.store);
    if (!store) {
        end.failure = QString::fromStdString(store.problems().front().message);
        return done();
    }
    const auto model = compile(what.scenario);
    const auto run =
        store->begin_run(run_info(what.scenario, what.text, what.file, what.changes, version()), catalogue_of(*model));
    if (!run) {
        end.failure = QString::fromStdString(run.problems().front().message);
        return done();
    }
    end.run = *run;
    const auto headlines = headlines_of(what.scenario, catalogue_of(*model));
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [_, headline] : headlines) news_.headlines.push_back(headline);
    }
    KeepingOptions o;
    o.plan = what.scenario.run;
    o.threads = what.threads;
    o.pause = &pause_;
    o.on_progress = [&](const Progress& p) {
        {
            const std::lock_guard lock{mutex_};
            news_.progress = p;
        }
        tell();
    };
    o.on_estimates = [&](const Summarizer& s) {
        const std::lock_guard lock{mutex_};
        for (std::size_t i = 0; i < headlines.size(); ++i)
            news_.headlines[i].trail.push_back(s.estimate(headlines[i].first));
    };
    const auto kept = run_and_keep(*model, o, *store, *run, stop_);
    end.reason = kept.summary.stop;
    end.replications = kept.summary.replications;
    end.detail = QString::fromStdString(kept.summary.stop_detail);
    end.failure = QString::fromStdString(kept.failure);
    done();
}

void ExperimentRun::tell() {
    {
        const std::lock_guard lock{mutex_};
        if (told_) return;
        told_ = true;
    }
    QMetaObject::invokeMethod(this, [this] {
        {
            const std::lock_guard lock{mutex_};
            told_ = false;
            shown_ = news_;
        }
        emit progressed(shown_);
    });
}

void ExperimentRun::finish(const End& end) {
    {
        const std::lock_guard lock{mutex_};
        shown_ = news_;
    }
    emit progressed(shown_);
    set_mode(Mode::idle);
    emit ended(end);
}

}  // namespace nines::gui
