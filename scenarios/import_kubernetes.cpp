#include "scenarios/import_kubernetes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/text.hpp"

namespace nines {

namespace {

[[nodiscard]] const Node* below(const Node* n, std::initializer_list<std::string_view> path) {
    for (const auto key : path) {
        if (n == nullptr) return nullptr;
        n = n->find(key);
    }
    return n;
}
[[nodiscard]] std::string text_of(const Node* n, std::string otherwise = {}) {
    return n != nullptr && n->kind == Node::Kind::scalar ? n->text : otherwise;
}

using Labels = std::map<std::string, std::string>;

[[nodiscard]] Labels labels_of(const Node* n) {
    Labels out;
    if (n != nullptr)
        for (const auto& [key, value] : n->entries) out[key.text] = value.text;
    return out;
}
[[nodiscard]] bool selects(const Labels& selector, const Labels& labels) {
    return !selector.empty() && std::ranges::all_of(selector, [&](const auto& s) {
        const auto it = labels.find(s.first);
        return it != labels.end() && it->second == s.second;
    });
}

struct Workload {
    const Node* node;
    std::string file, kind, name;
    Labels labels;
};

class Reader {
public:
    Expected<Draft> read(const std::vector<std::filesystem::path>& files) {
        for (const auto& file : files) read_file_of(file);
        if (!problems_.empty()) return std::move(problems_);
        for (const auto& w : workloads_) add(w);
        for (const auto& w : workloads_) find_calls(w);
        if (draft_.services.empty() && problems_.empty()) {
            Problem p;
            p.message = "no Deployment, StatefulSet, DaemonSet, ReplicaSet or Pod in these files";
            p.file = files.empty() ? "" : files.front().string();
            problems_.push_back(p);
        }
        if (!problems_.empty()) return std::move(problems_);
        draft_.name = files.front().stem().string();
        return std::move(draft_);
    }

private:
    void read_file_of(const std::filesystem::path& file) {
        const auto text = nines::read_file(file);
        if (!text) {
            problems_.insert(problems_.end(), text.problems().begin(), text.problems().end());
            return;
        }
        auto documents = parse_yaml(*text, file.string());
        if (!documents) {
            problems_.insert(problems_.end(), documents.problems().begin(), documents.problems().end());
            return;
        }
        kept_.push_back(std::make_unique<std::vector<Node>>(std::move(*documents)));
        for (const auto& d : *kept_.back()) sort_in(d, file.string());
    }

    void sort_in(const Node& d, const std::string& file) {
        const auto kind = text_of(d.find("kind"));
        const auto name = text_of(below(&d, {"metadata", "name"}));
        if (const Node* items = d.find("items"); items != nullptr && kind.ends_with("List")) {
            for (const auto& item : items->items) sort_in(item, file);
            return;
        }
        if (kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet" || kind == "ReplicaSet" ||
            kind == "Pod") {
            const Node* template_of = kind == "Pod" ? &d : below(&d, {"spec", "template"});
            workloads_.push_back({&d, file, kind, name, labels_of(below(template_of, {"metadata", "labels"}))});
        } else if (kind == "Service") {
            services_[name] = labels_of(below(&d, {"spec", "selector"}));
            const auto type = text_of(below(&d, {"spec", "type"}));
            if (type == "LoadBalancer" || type == "NodePort") exposed_.insert(name);
        } else if (kind == "ConfigMap") {
            config_[name] = labels_of(d.find("data"));
        } else if (kind == "HorizontalPodAutoscaler") {
            minimum_[text_of(below(&d, {"spec", "scaleTargetRef", "name"}))] =
                text_of(below(&d, {"spec", "minReplicas"}), "1");
        } else if (kind == "Job" || kind == "CronJob") {
            draft_.remark(fmt::format("{} {} is left out: it serves no requests.", kind, name));
        }
    }

    [[nodiscard]] static const Node* pod_of(const Workload& w) {
        return w.kind == "Pod" ? w.node->find("spec") : below(w.node, {"spec", "template", "spec"});
    }

    void add(const Workload& w) {
        const Node* pod = pod_of(w);
        const Node* containers = below(pod, {"containers"});
        const Node* main = containers != nullptr && !containers->items.empty() ? &containers->items.front() : nullptr;
        const auto image = text_of(below(main, {"image"}));
        if (is_telemetry(w.name, "")) {
            draft_.remark(fmt::format("{} is left out: telemetry is no part of a request's path.", w.name));
            return;
        }
        DraftService s;
        s.name = w.name;
        s.generator = is_load_generator(w.name, image);
        if (s.generator) draft_.remark(fmt::format("{} generates load: it became the client.", w.name));
        read_replicas(w, s);
        if (main != nullptr) {
            read_cores(*main, s);
            read_probe(*main, s);
        }
        for (const auto& [service, selector] : services_)
            if (selects(selector, w.labels)) {
                behind_[service] = w.name;
                s.entry = s.entry || exposed_.contains(service);
            }
        if (const auto store = kind_of_store(image); !store.empty()) {
            s.store = true;
            s.note = fmt::format("{}, by its image {}", store, image);
        }
        draft_.services.push_back(std::move(s));
    }

    void read_replicas(const Workload& w, DraftService& s) {
        const Node* stated = below(w.node, {"spec", "replicas"});
        auto text = text_of(stated);
        if (const auto it = minimum_.find(w.name); it != minimum_.end()) {
            text = it->second;
            s.replicas_note = "the autoscaler's minReplicas";
        } else if (text.empty()) {
            s.replicas_note =
                w.kind == "DaemonSet" ? "assumed: one host; a DaemonSet runs once on each" : "the file states none: 1";
            return;
        }
        if (auto wrong = Scalar<std::uint32_t>::parse(text, range(0, 100'000), s.replicas); !wrong.empty())
            problems_.push_back(
                problem_at(stated != nullptr ? *stated : *w.node, w.file, w.name + ".spec.replicas", wrong));
        if (s.replicas == 0) {
            s.replicas = 1;
            s.replicas_note = "the file states 0; assumed to be scaled up";
        }
    }

    static void read_cores(const Node& container, DraftService& s) {
        for (const auto which : {"limits", "requests"}) {
            const auto text = text_of(below(&container, {"resources", which, "cpu"}));
            if (const auto cores = parse_cores(text)) {
                s.cores = cores;
                s.cores_note = fmt::format("CPU {} {}", which, text);
                return;
            }
        }
    }

    static void read_probe(const Node& container, DraftService& s) {
        for (const auto which : {"readinessProbe", "livenessProbe"}) {
            const Node* probe = container.find(which);
            if (probe == nullptr || probe->kind != Node::Kind::map) continue;
            HealthCheck c;
            c.preset = "kubernetes";
            const auto seconds = [&](const char* key, Duration& into) {
                std::uint32_t n = 0;
                if (Scalar<std::uint32_t>::parse(text_of(probe->find(key)), range(1, 86'400), n).empty())
                    into = std::chrono::seconds{n};
            };
            const auto count = [&](const char* key, std::uint32_t& into) {
                (void)Scalar<std::uint32_t>::parse(text_of(probe->find(key)), range(1, 1000), into);
            };
            seconds("periodSeconds", c.interval);
            seconds("timeoutSeconds", c.timeout);
            count("failureThreshold", c.unhealthy_after);
            count("successThreshold", c.healthy_after);
            s.check = c;
            s.check_note = fmt::format("its {}", which);
            return;
        }
    }

    void find_calls(const Workload& w) {
        DraftService* s = draft_.find(w.name);
        const Node* containers = below(pod_of(w), {"containers"});
        if (s == nullptr || containers == nullptr) return;
        for (const auto& c : containers->items) {
            if (const Node* env = c.find("env"))
                for (const auto& e : env->items) {
                    const auto name = text_of(e.find("name"));
                    auto value = text_of(e.find("value"));
                    if (const Node* ref = below(&e, {"valueFrom", "configMapKeyRef"}))
                        value = config_[text_of(ref->find("name"))][text_of(ref->find("key"))];
                    look_at(*s, name, value);
                }
            if (const Node* from = c.find("envFrom"))
                for (const auto& f : from->items)
                    for (const auto& [name, value] : config_[text_of(below(&f, {"configMapRef", "name"}))])
                        look_at(*s, name, value);
            for (const auto key : {"args", "command"})
                if (const Node* words = c.find(key))
                    for (const auto& word : words->items) look_at(*s, key, word.text);
        }
    }

    void look_at(DraftService& s, const std::string& where, const std::string& value) {
        for (const auto& host : hosts_in(value)) {
            const auto it = behind_.find(host);
            if (it != behind_.end()) {
                s.calls.push_back({it->second, fmt::format("{} names {}", where, host)});
            } else if ((where.ends_with("_ADDR") || where.ends_with("_HOST") || where.ends_with("_URL")) &&
                       value.starts_with(host + ":") && !is_telemetry(host, "")) {
                draft_.remark(
                    fmt::format("{} names {}, which is not in these files: that call is left out.", s.name, host));
            }
        }
    }

    std::vector<std::unique_ptr<std::vector<Node>>> kept_;
    std::vector<Workload> workloads_;
    std::map<std::string, Labels> services_, config_;
    std::map<std::string, std::string> minimum_, behind_;
    std::set<std::string> exposed_;
    Draft draft_;
    Problems problems_;
};

}  // namespace

Expected<Draft> draft_from_kubernetes(const std::vector<std::filesystem::path>& files) { return Reader{}.read(files); }

}  // namespace nines
