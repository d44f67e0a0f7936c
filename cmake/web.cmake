# The dashboard: web/ is built into ${CMAKE_BINARY_DIR}/web/dist and its files become part of a target.
set(CALLFOLD_WEB_DIST ${PROJECT_BINARY_DIR}/web/dist)

# callfold_embed_web(TARGET): puts every file of the dashboard into TARGET as
# callfold::embedded::web_files(), declared in http/web_files.h.
function(callfold_embed_web target)
    find_program(NPM_PROGRAM npm REQUIRED)
    set(web ${PROJECT_SOURCE_DIR}/web)
    set(index ${CALLFOLD_WEB_DIST}/index.html)
    set(source ${PROJECT_BINARY_DIR}/web/web_files.cpp)
    add_custom_command(
        OUTPUT ${index}
        COMMAND ${web}/build ${CALLFOLD_WEB_DIST} ${PROJECT_BINARY_DIR}/web/dist.d
        DEPENDS ${PROJECT_SOURCE_DIR}/api/openapi.yaml
                ${web}/build
                ${web}/index.html
                ${web}/install_packages
                ${web}/package-lock.json
                ${web}/package.json
                ${web}/tsconfig.json
                ${web}/vite.config.ts
        DEPFILE ${PROJECT_BINARY_DIR}/web/dist.d
        COMMENT "Building the dashboard"
        VERBATIM)
    add_custom_command(
        OUTPUT ${source}
        COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tools/embed_web.py ${CALLFOLD_WEB_DIST} ${source}
        DEPENDS ${index} ${PROJECT_SOURCE_DIR}/tools/embed_web.py
                ${PROJECT_SOURCE_DIR}/tools/embed_file.py
        VERBATIM)
    target_sources(${target} PRIVATE ${source})
endfunction()
