# find_package(Postern): what is needed to build handler plugins outside Postern's own tree.
#   Postern::handler                    the C and C++ headers <postern/handler.h> and <postern/handler.hpp>
#   postern_add_handler(NAME SOURCE…)   a plugin of them
include(${CMAKE_CURRENT_LIST_DIR}/PosternTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/PosternAddHandler.cmake)
