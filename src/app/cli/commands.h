#pragma once

namespace CLI {
class App;
}

namespace callfold {

struct CommandLine;

// One function for each command, in the order of the design (section 8). Each adds its subcommand
// with help and examples, and sets `line.run` when it is chosen.
void add_serve_command(CLI::App& app, CommandLine& line);
void add_migrate_command(CLI::App& app, CommandLine& line);
void add_tenant_command(CLI::App& app, CommandLine& line);
void add_key_command(CLI::App& app, CommandLine& line);
void add_member_command(CLI::App& app, CommandLine& line);
void add_endpoint_command(CLI::App& app, CommandLine& line);
void add_agent_command(CLI::App& app, CommandLine& line);
void add_credits_command(CLI::App& app, CommandLine& line);
void add_simulate_command(CLI::App& app, CommandLine& line);
void add_replay_command(CLI::App& app, CommandLine& line);
void add_analyze_command(CLI::App& app, CommandLine& line);
void add_rebuild_command(CLI::App& app, CommandLine& line);
void add_backup_command(CLI::App& app, CommandLine& line);
void add_check_command(CLI::App& app, CommandLine& line);
void add_config_command(CLI::App& app, CommandLine& line);

}  // namespace callfold
