# callfold_pytest(NAME FILE [LABELS label ...] [TIMEOUT seconds] [ON_BOTH_ENGINES])
#
# A pytest file, run by ctest under NAME; with ON_BOTH_ENGINES once more on PostgreSQL, under
# NAME_on_postgres. It finds in its environment:
#   CALLFOLD_SOURCE_DIR  the root of the project
#   CALLFOLD_BINARY      the program, where this build makes it
#   CALLFOLD_TEST_ENGINE  "postgres" for the run on PostgreSQL
#   CALLFOLD_SHARED_DIR  the folder of recorded provider data beside the project; tests that want it
#                        skip themselves where it is not there
# The label `long` keeps a test out of `make test`.
function(callfold_pytest name file)
    cmake_parse_arguments(ARG "ON_BOTH_ENGINES" "TIMEOUT" "LABELS" ${ARGN})
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    if(NOT EXISTS ${file})
        message(FATAL_ERROR "callfold_pytest: there is no ${file}")
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    set(environment ${CALLFOLD_TEST_ENVIRONMENT} PYTHONDONTWRITEBYTECODE=1)
    if(TARGET callfold)
        list(APPEND environment "CALLFOLD_BINARY=$<TARGET_FILE:callfold>")
    endif()
    set(runs ${name})
    if(ARG_ON_BOTH_ENGINES)
        list(APPEND runs ${name}_on_postgres)
    endif()
    foreach(run IN LISTS runs)
        add_test(NAME ${run}
                 COMMAND ${Python3_EXECUTABLE} -m pytest -q -p no:cacheprovider ${file}
                 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
        set(engine sqlite)
        if(run MATCHES "_on_postgres$")
            set(engine postgres)
        endif()
        set_tests_properties(${run} PROPERTIES
            ENVIRONMENT "${environment};CALLFOLD_TEST_ENGINE=${engine}"
            TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
    endforeach()
endfunction()
