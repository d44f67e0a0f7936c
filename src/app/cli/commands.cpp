#include "app/cli/commands.h"

#include "app/cli/command_line.h"

namespace callfold {

void add_commands(CLI::App& app, CommandLine& line) {
    for (const auto add :
         {add_serve_command, add_migrate_command, add_tenant_command, add_key_command,
          add_member_command, add_endpoint_command, add_agent_command, add_credits_command,
          add_simulate_command, add_replay_command, add_analyze_command, add_rebuild_command,
          add_backup_command, add_check_command, add_config_command}) {
        add(app, line);
    }
}

}  // namespace callfold
