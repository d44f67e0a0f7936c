# callfold_embed(TARGET NAME FILE): puts the bytes of FILE into TARGET as the std::string_view
# callfold::embedded::NAME.
function(callfold_embed target name file)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${name}.cpp)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    add_custom_command(
        OUTPUT ${source}
        COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tools/embed_file.py ${file} ${source} ${name}
        DEPENDS ${file} ${PROJECT_SOURCE_DIR}/tools/embed_file.py
        VERBATIM)
    target_sources(${target} PRIVATE ${source})
endfunction()
