# What every target shares: the language, the warnings, the sanitizers, and where includes start.

option(NINES_WARNINGS_AS_ERRORS "Fail the build on a warning" OFF)
set(NINES_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

add_library(nines_settings INTERFACE)
target_compile_features(nines_settings INTERFACE cxx_std_20)
target_compile_options(nines_settings INTERFACE -Wall -Wextra -Wconversion
    $<$<BOOL:${NINES_WARNINGS_AS_ERRORS}>:-Werror>)
# g++ 12 at -O3 sees overlaps in std::string (GCC bug 105651) and uninitialized bytes in std::vector's initializer lists
# where there are none.
target_compile_options(nines_settings INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -Wno-maybe-uninitialized>)
target_include_directories(nines_settings INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
if(NINES_SANITIZE)
    target_compile_options(nines_settings INTERFACE -fsanitize=${NINES_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(nines_settings INTERFACE -fsanitize=${NINES_SANITIZE})
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
find_program(NINES_CCACHE ccache)
if(NINES_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # What ccache needs to be told of precompiled headers (its manual, "Precompiled headers").
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${NINES_CCACHE})
    target_compile_options(nines_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

# The standard headers that nearly every file includes, compiled once: a third of the time of a build.
set(nines_standard_headers <algorithm> <array> <chrono> <cmath> <cstdint> <deque> <functional> <limits> <map> <memory>
    <numeric> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <vector>)
file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
add_library(nines_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(nines_precompiled PRIVATE nines_settings)
target_precompile_headers(nines_precompiled PRIVATE ${nines_standard_headers})

# nines_library(name SOURCES ... DEPENDS ...): one library a folder, known as nines::name. PRECOMPILE names headers of
# its own that come before the standard ones: those of Qt, which take longer than our code.
function(nines_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE;PRECOMPILE" ${ARGN})
    add_library(nines_${name} STATIC ${arg_SOURCES})
    add_library(nines::${name} ALIAS nines_${name})
    target_link_libraries(nines_${name} PUBLIC nines_settings ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
    if(arg_PRECOMPILE)
        target_precompile_headers(nines_${name} PRIVATE ${arg_PRECOMPILE} ${nines_standard_headers})
    else()
        target_precompile_headers(nines_${name} REUSE_FROM nines_precompiled)
    endif()
endfunction()

# nines_test(name file.cpp [WIDGETS] DEPENDS ...): one Qt Test program; its test class stands in the file, which ends with
# QTEST_APPLESS_MAIN(...) and #include "file.moc". WIDGETS: it shows some, on Qt's offscreen platform.
function(nines_test name source)
    cmake_parse_arguments(arg "WIDGETS" "" "DEPENDS" ${ARGN})
    # Precompiled headers once for each folder: Qt tells every test where it was built.
    get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    set(precompiled nines_${folder}_tests_precompiled)
    if(NOT TARGET ${precompiled})
        file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp "")
        add_library(${precompiled} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
        target_link_libraries(${precompiled} PRIVATE nines_settings Qt6::Test $<$<BOOL:${arg_WIDGETS}>:Qt6::Widgets>)
        target_precompile_headers(${precompiled} PRIVATE
            <QtTest> $<$<BOOL:${arg_WIDGETS}>:<QtWidgets$<ANGLE-R>> ${nines_standard_headers})
    endif()
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE nines_settings ${arg_DEPENDS} Qt6::Test)
    target_precompile_headers(${name} REUSE_FROM ${precompiled})
    target_compile_definitions(${name} PRIVATE NINES_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name})
    # Qt ends a test function after five minutes, which is not much under a sanitizer on a busy machine.
    set(environment QTEST_FUNCTION_TIMEOUT=set:1800000)
    if(arg_WIDGETS)  # fontconfig and Qt keep some of what they allocate until the end
        list(APPEND environment QT_QPA_PLATFORM=set:offscreen ASAN_OPTIONS=set:detect_leaks=0)
    endif()
    set_tests_properties(${name} PROPERTIES ENVIRONMENT_MODIFICATION "${environment}")
endfunction()
