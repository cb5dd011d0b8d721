#include "scenarios/import_compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "models/distribution_text.hpp"
#include "models/text.hpp"

namespace nines {

namespace {

using Variables = std::map<std::string, std::string>;

[[nodiscard]] bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

[[nodiscard]] Variables read_env(const std::filesystem::path& file) {
    Variables out;
    const auto text = read_file(file, 1U << 20);
    if (!text) return out;
    std::istringstream in{*text};
    for (std::string line; std::getline(in, line);) {
        const auto content = trimmed(line);
        const auto equals = content.find('=');
        if (content.starts_with('#') || equals == std::string_view::npos) continue;
        auto value = trimmed(content.substr(equals + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        out[std::string{trimmed(content.substr(0, equals))}] = interpolate(value, out);
    }
    return out;
}

void interpolate_all(Node& n, const Variables& variables) {
    if (n.kind == Node::Kind::scalar) n.text = interpolate(n.text, variables);
    for (auto& item : n.items) interpolate_all(item, variables);
    for (auto& [key, value] : n.entries) interpolate_all(value, variables);
}

[[nodiscard]] const Node* below(const Node* n, std::initializer_list<std::string_view> path) {
    for (const auto key : path) {
        if (n == nullptr) return nullptr;
        n = n->find(key);
    }
    return n;
}
[[nodiscard]] std::string text_of(const Node* n) {
    return n != nullptr && n->kind == Node::Kind::scalar ? n->text : std::string{};
}

class Reader {
public:
    Expected<Draft> read(const std::vector<std::filesystem::path>& files) {
        for (const auto& file : files) read_one(file);
        for (const auto& [name, node] : services_) add(name, *node);
        for (const auto& [name, node] : services_) find_calls(name, *node);
        if (services_.empty() && problems_.empty()) {
            Problem p;
            p.message = "no services in these files";
            p.file = files.empty() ? "" : files.front().string();
            problems_.push_back(p);
        }
        if (!problems_.empty()) return std::move(problems_);
        draft_.name = files.front().stem().stem().string();
        return std::move(draft_);
    }

private:
    void read_one(const std::filesystem::path& file) {
        file_ = file.string();
        const auto text = read_file(file);
        if (!text) return keep(text.problems());
        auto documents = parse_yaml(*text, file_);
        if (!documents) return keep(documents.problems());
        variables_ = read_env(file.parent_path() / ".env");
        folder_ = file.parent_path();
        for (auto& d : *documents) {
            interpolate_all(d, variables_);
            kept_.push_back(std::make_unique<Node>(std::move(d)));
            const Node* services = kept_.back()->find("services");
            if (services == nullptr) continue;
            if (services->kind != Node::Kind::map) {
                problems_.push_back(problem_at(*services, file_, "services", "a mapping from names is expected"));
                continue;
            }
            for (const auto& [key, value] : services->entries) services_.emplace_back(key.text, &value);
        }
    }
    void keep(const Problems& p) { problems_.insert(problems_.end(), p.begin(), p.end()); }

    // A key of a service, or of the one in the same files that it extends.
    [[nodiscard]] const Node* value_of(const Node& service, std::string_view key) const {
        const Node* n = &service;
        for (int hops = 0; n != nullptr && hops < 8; ++hops) {
            if (const Node* v = n->find(key)) return v;
            const Node* extends = n->find("extends");
            const auto base = extends != nullptr && extends->kind == Node::Kind::map ? text_of(extends->find("service"))
                                                                                     : text_of(extends);
            const auto it = std::ranges::find_if(services_, [&](const auto& s) { return s.first == base; });
            n = it == services_.end() ? nullptr : it->second;
        }
        return nullptr;
    }

    void add(const std::string& name, const Node& node) {
        const auto image = text_of(value_of(node, "image"));
        if (is_telemetry(name, image)) {
            draft_.remark(fmt::format("{} is left out: telemetry is no part of a request's path.", name));
            return;
        }
        if (draft_.find(name) != nullptr) return;
        DraftService s;
        s.name = name;
        s.generator = is_load_generator(name, image);
        if (s.generator) draft_.remark(fmt::format("{} generates load: it became the client.", name));
        read_replicas(name, node, s);
        for (const Node* n : {below(value_of(node, "deploy"), {"resources", "limits", "cpus"}), value_of(node, "cpus")})
            if (const auto cores = parse_cores(text_of(n))) {
                s.cores = cores;
                s.cores_note = fmt::format("CPU limit {}", text_of(n));
                break;
            }
        read_check(name, node, s);
        if (const auto store = kind_of_store(image); !store.empty()) {
            s.store = true;
            s.note = fmt::format("{}, by its image {}", store, image);
        }
        draft_.services.push_back(std::move(s));
    }

    void read_replicas(const std::string& name, const Node& node, DraftService& s) {
        const Node* stated = below(value_of(node, "deploy"), {"replicas"});
        if (stated == nullptr) stated = value_of(node, "scale");
        if (stated == nullptr) {
            s.replicas_note = "the file states none: 1";
            return;
        }
        if (auto wrong = Scalar<std::uint32_t>::parse(stated->text, range(1, 100'000), s.replicas); !wrong.empty())
            problems_.push_back(problem_at(*stated, file_, "services." + name + ".deploy.replicas", wrong));
    }

    void read_check(const std::string& name, const Node& node, DraftService& s) {
        const Node* check = value_of(node, "healthcheck");
        if (check == nullptr || check->kind != Node::Kind::map || text_of(check->find("disable")) == "true") return;
        HealthCheck c;
        c.preset = "compose";
        c.interval = c.timeout = std::chrono::seconds{30};
        const auto duration = [&](const char* key, Duration& into) {
            auto text = text_of(check->find(key));
            if (text.empty()) return;
            // Compose writes minutes as "m".
            std::string ours;
            for (std::size_t i = 0; i < text.size(); ++i) {
                ours += text[i];
                if (text[i] == 'm' &&
                    (i + 1 == text.size() || std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0))
                    ours += "in";
            }
            if (auto wrong =
                    Scalar<Duration>::parse(ours, range(Duration{1'000'000}, Duration{std::chrono::hours{24}}), into);
                !wrong.empty())
                problems_.push_back(
                    problem_at(*check->find(key), file_, fmt::format("services.{}.healthcheck.{}", name, key), wrong));
        };
        duration("interval", c.interval);
        duration("timeout", c.timeout);
        if (const Node* retries = check->find("retries"))
            if (auto wrong = Scalar<std::uint32_t>::parse(retries->text, range(1, 1000), c.unhealthy_after);
                !wrong.empty())
                problems_.push_back(
                    problem_at(*retries, file_, fmt::format("services.{}.healthcheck.retries", name), wrong));
        s.check = c;
        s.check_note = "its healthcheck";
    }

    void find_calls(const std::string& name, const Node& node) {
        DraftService* s = draft_.find(name);
        if (s == nullptr) return;
        const auto call = [&](const std::string& target, std::string note) {
            if (draft_.find(target) != nullptr) s->calls.push_back({target, std::move(note)});
        };
        for (const auto key : {"depends_on", "links"}) {
            const Node* n = value_of(node, key);
            if (n == nullptr) continue;
            for (const auto& item : n->items) call(item.text.substr(0, item.text.find(':')), key);
            for (const auto& [target, condition] : n->entries) call(target.text, key);
        }
        if (const Node* environment = value_of(node, "environment")) {
            for (const auto& item : environment->items) {
                const auto equals = item.text.find('=');
                const auto variable = item.text.substr(0, equals);
                const auto it = variables_.find(variable);
                look_at(call, variable,
                        equals != std::string::npos ? item.text.substr(equals + 1)
                        : it == variables_.end()    ? ""
                                                    : it->second);
            }
            for (const auto& [key, value] : environment->entries) look_at(call, key.text, value.text);
        }
        if (const Node* files = value_of(node, "env_file")) {
            std::vector<std::string> names;
            if (files->kind == Node::Kind::scalar) names.push_back(files->text);
            for (const auto& f : files->items)
                names.push_back(f.kind == Node::Kind::map ? text_of(f.find("path")) : f.text);
            for (const auto& f : names)
                for (const auto& [key, value] : read_env(folder_ / f)) look_at(call, key, value);
        }
    }
    template <class Call>
    static void look_at(Call call, const std::string& variable, const std::string& value) {
        for (const auto& host : hosts_in(value)) call(host, fmt::format("{} names {}", variable, host));
    }

    std::vector<std::unique_ptr<Node>> kept_;
    std::vector<std::pair<std::string, const Node*>> services_;
    Variables variables_;
    std::filesystem::path folder_;
    std::string file_;
    Draft draft_;
    Problems problems_;
};

}  // namespace

std::string interpolate(std::string_view text, const std::map<std::string, std::string>& variables) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$') {
            out += text[i];
            continue;
        }
        if (i + 1 < text.size() && text[i + 1] == '$') {
            out += '$';
            ++i;
            continue;
        }
        const bool braces = i + 1 < text.size() && text[i + 1] == '{';
        auto begin = i + (braces ? 2 : 1);
        auto end = begin;
        while (end < text.size() && is_word(text[end])) ++end;
        const auto it = variables.find(std::string{text.substr(begin, end - begin)});
        const bool set = it != variables.end();
        if (end == begin) {
            out += text[i];
            continue;
        }
        if (!braces) {
            if (set) out += it->second;
            i = end - 1;
            continue;
        }
        const auto close = text.find('}', end);
        if (close == std::string_view::npos) return out + std::string{text.substr(i)};
        auto rest = text.substr(end, close - end);
        const bool empty_counts = rest.starts_with(':');
        if (empty_counts) rest.remove_prefix(1);
        const bool missing = !set || (empty_counts && it->second.empty());
        if (!missing)
            out += rest.starts_with('+') ? std::string{rest.substr(1)} : it->second;
        else if (rest.starts_with('-'))
            out += interpolate(rest.substr(1), variables);
        i = close;
    }
    return out;
}

Expected<Draft> draft_from_compose(const std::vector<std::filesystem::path>& files) { return Reader{}.read(files); }

}  // namespace nines
