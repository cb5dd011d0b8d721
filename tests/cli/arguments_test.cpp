#include "cli/arguments.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

namespace {

RunArguments run_arguments(const std::vector<std::string>& arguments) {
    const auto parsed = parse_arguments(arguments);
    const auto* command = std::get_if<Command>(&parsed);
    if (command == nullptr) return {};
    const auto* run = std::get_if<RunArguments>(command);
    return run == nullptr ? RunArguments{} : *run;
}

std::vector<std::string> complaints(const std::vector<std::string>& arguments) {
    const auto parsed = parse_arguments(arguments);
    const auto* errors = std::get_if<UsageErrors>(&parsed);
    return errors == nullptr ? std::vector<std::string>{} : errors->messages;
}

std::string answer(const std::vector<std::string>& arguments) {
    const auto parsed = parse_arguments(arguments);
    const auto* a = std::get_if<Answer>(&parsed);
    return a == nullptr ? std::string{} : a->text;
}

using Strings = std::vector<std::string>;

}  // namespace

class ArgumentsTest : public QObject {
    Q_OBJECT

private slots:
    void every_run_option_is_understood();
    void options_do_not_swallow_the_files_after_them();
    void the_last_of_a_repeated_option_counts();
    void after_two_dashes_everything_is_a_file();
    void unknown_command_names_the_nearest();
    void unknown_option_names_the_nearest();
    void everything_that_is_wrong_is_said_at_once();
    void missing_value_is_said_with_its_kind();
    void contradictions_are_refused();
    void help_leads_with_examples();
    void no_arguments_is_a_usage_error();
    void designer_opens_one_file_or_none();
};

void ArgumentsTest::every_run_option_is_understood() {
    const auto a = run_arguments({"run",
                                  "a.yaml",
                                  "--seed",
                                  "18446744073709551615",
                                  "--replications=7",
                                  "--duration",
                                  "1h",
                                  "--warmup",
                                  "2min",
                                  "--threads",
                                  "3",
                                  "--set",
                                  "run.seed=4",
                                  "--set",
                                  "name=x=y",
                                  "--store",
                                  "s.db",
                                  "--report",
                                  "r.html",
                                  "--resume",
                                  "--json",
                                  "-q",
                                  "--allow-inconclusive"});
    QCOMPARE(a.files, Strings{"a.yaml"});
    QCOMPARE(a.seed, std::optional<std::uint64_t>{18446744073709551615U});
    QCOMPARE(a.replications, std::optional<std::uint32_t>{7U});
    QVERIFY(a.duration == Duration{1h});
    QVERIFY(a.warmup && !a.warmup->automatic && a.warmup->stated == 2min);
    QCOMPARE(a.threads, 3U);
    const std::vector<std::pair<std::string, std::string>> set = {{"run.seed", "4"}, {"name", "x=y"}};
    QCOMPARE(a.set, set);
    QCOMPARE(a.store, std::string{"s.db"});
    QCOMPARE(a.report, std::string{"r.html"});
    QVERIFY(a.resume && a.json && a.quiet && a.allow_inconclusive && !a.no_report);
    QVERIFY(run_arguments({"run", "a", "--warmup", "auto"}).warmup->automatic);
}

void ArgumentsTest::options_do_not_swallow_the_files_after_them() {
    const auto a = run_arguments({"run", "--seed", "3", "a.yaml", "--set", "x=1", "b.yaml", "-"});
    QCOMPARE(a.files, (Strings{"a.yaml", "b.yaml", "-"}));
}

void ArgumentsTest::the_last_of_a_repeated_option_counts() {
    const auto a = run_arguments({"run", "a", "--seed", "1", "--seed", "2", "--store", "a.db", "--store", "b.db"});
    QCOMPARE(a.seed, std::optional<std::uint64_t>{2U});
    QCOMPARE(a.store, std::string{"b.db"});
}

void ArgumentsTest::after_two_dashes_everything_is_a_file() {
    QCOMPARE(run_arguments({"run", "--quiet", "--", "--odd.yaml"}).files, Strings{"--odd.yaml"});
}

void ArgumentsTest::unknown_command_names_the_nearest() {
    QCOMPARE(complaints({"rnu", "a.yaml"}), Strings{"there is no command \"rnu\"; did you mean \"run\"?"});
    QCOMPARE(complaints({"a.yaml"}), Strings{"there is no command \"a.yaml\"; did you mean \"run a.yaml\"?"});
    QCOMPARE(complaints({"import", "kubernets", "f"}),
             Strings{"there is no kind \"kubernets\"; did you mean \"kubernetes\"? (kubernetes, compose, isotope)"});
}

void ArgumentsTest::unknown_option_names_the_nearest() {
    QCOMPARE(complaints({"run", "a", "--sead=3"}), Strings{"there is no option --sead; did you mean --seed?"});
    QCOMPARE(complaints({"run", "a", "--replication", "3"}),
             Strings{"there is no option --replication; did you mean --replications?"});
    QCOMPARE(complaints({"run", "a", "-z"}), Strings{"there is no option -z"});
}

void ArgumentsTest::everything_that_is_wrong_is_said_at_once() {
    const auto all = complaints({"run", "--seed", "-3", "--threads", "0", "--duration", "3", "--sett", "x=1"});
    QCOMPARE(all.size(), 4U);
    QVERIFY(QString::fromStdString(all[0]).contains("--sett; did you mean --set?"));
    QVERIFY(QString::fromStdString(all[1]).startsWith("--seed: \"-3\" is not a whole number from 0 to"));
    QVERIFY(QString::fromStdString(all[2]).startsWith("--duration: "));
    QCOMPARE(all[3], std::string{"--threads: \"0\" is not a whole number from 1 to 1024"});
}

void ArgumentsTest::missing_value_is_said_with_its_kind() {
    QCOMPARE(complaints({"run", "a", "--seed"}), Strings{"--seed needs a value: N"});
    QCOMPARE(complaints({"run", "a", "--store", "--json"}), Strings{"--store needs a value: FILE"});
    QCOMPARE(complaints({"run"}), Strings{"a FILE is missing"});
    QCOMPARE(complaints({"show"}), Strings{"RUN is missing"});
}

void ArgumentsTest::contradictions_are_refused() {
    QCOMPARE(complaints({"run", "a", "--report", "r", "--no-report"}),
             Strings{"--report and --no-report contradict each other"});
    QCOMPARE(complaints({"run", "a", "b", "--report", "r"}),
             Strings{"--report names one file, but there are 2 scenarios"});
}

void ArgumentsTest::help_leads_with_examples() {
    for (const auto& arguments :
         {Strings{"--help"}, {"run", "--help"}, {"help", "run"}, {"import", "-h"}, {"runs", "-h"}}) {
        const auto text = QString::fromStdString(answer(arguments));
        const auto example = text.indexOf("\n  nines ");
        QVERIFY(example > 0);
        QVERIFY(example < text.indexOf("Usage: nines"));
    }
    QVERIFY(!answer({"run", "a.yaml", "--seed", "3", "--help"}).empty());
}

void ArgumentsTest::no_arguments_is_a_usage_error() { QCOMPARE(complaints({}), Strings{"a command is missing"}); }

void ArgumentsTest::designer_opens_one_file_or_none() {
    const auto parsed = parse_arguments({"designer", "a.yaml"});
    const auto* command = std::get_if<Command>(&parsed);
    QVERIFY(command != nullptr);
    QCOMPARE(std::get<DesignerArguments>(*command).files, Strings{"a.yaml"});
    QVERIFY(complaints({"designer"}).empty());
    QCOMPARE(complaints({"designer", "a.yaml", "b.yaml"}), Strings{"the designer opens one FILE"});
}

QTEST_APPLESS_MAIN(ArgumentsTest)
#include "arguments_test.moc"
