# postern_add_handler(NAME SOURCE…): builds the handler plugin lib<NAME>.so.
#
# The target is NAME. It sees only the ABI headers and exports only its entry; link further libraries to it
# with target_link_libraries(NAME PRIVATE …).
function(postern_add_handler name)
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE Postern::handler)
  set_target_properties(${name} PROPERTIES
    PREFIX lib
    SUFFIX .so
    C_VISIBILITY_PRESET hidden
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
endfunction()
