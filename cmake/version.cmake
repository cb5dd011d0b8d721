# cmake -D release=… -D source=… -D output=… -P version.cmake: writes version.cpp with the release and the commit.
execute_process(COMMAND git -C ${source} describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
set(version ${release})
if(commit)
    string(APPEND version " (${commit})")
endif()
configure_file(${source}/reports/version.cpp.in ${output} @ONLY)
