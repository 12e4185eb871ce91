using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Matching : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "proposed_at",
                table: "pairings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "run_id",
                table: "pairings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "matching_inputs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    frozen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    call_revision = table.Column<int>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    budget = table.Column<long>(type: "INTEGER", nullable: false),
                    weights = table.Column<string>(type: "TEXT", nullable: false),
                    quotas = table.Column<string>(type: "TEXT", nullable: false),
                    locks = table.Column<string>(type: "TEXT", nullable: false),
                    held = table.Column<string>(type: "TEXT", nullable: false),
                    forbids = table.Column<string>(type: "TEXT", nullable: false),
                    announced = table.Column<string>(type: "TEXT", nullable: false),
                    used_per_pole = table.Column<string>(type: "TEXT", nullable: false),
                    used_per_country = table.Column<string>(type: "TEXT", nullable: false),
                    applications = table.Column<int>(type: "INTEGER", nullable: false),
                    offers = table.Column<int>(type: "INTEGER", nullable: false),
                    candidates = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_inputs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "matching_instructions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    offer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    cluster_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_instructions", x => x.id);
                    table.ForeignKey(
                        name: "fk_matching_instructions_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_matching_instructions_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "matching_input_applications",
                columns: table => new
                {
                    input_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    snapshot = table.Column<int>(type: "INTEGER", nullable: false),
                    candidates = table.Column<string>(type: "TEXT", nullable: false),
                    refusals = table.Column<string>(type: "TEXT", nullable: false),
                    nearest_misses = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_input_applications", x => new { x.input_id, x.application_id });
                    table.ForeignKey(
                        name: "fk_matching_input_applications_matching_inputs_input_id",
                        column: x => x.input_id,
                        principalTable: "matching_inputs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "matching_input_offers",
                columns: table => new
                {
                    input_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    offer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    cluster_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    country = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_input_offers", x => new { x.input_id, x.offer_id });
                    table.ForeignKey(
                        name: "fk_matching_input_offers_matching_inputs_input_id",
                        column: x => x.input_id,
                        principalTable: "matching_inputs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "matching_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    profile = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    based_on = table.Column<Guid>(type: "TEXT", nullable: true),
                    rematch = table.Column<bool>(type: "INTEGER", nullable: false),
                    overrides = table.Column<string>(type: "TEXT", nullable: false),
                    input_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    settings = table.Column<string>(type: "TEXT", nullable: true),
                    problem_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    engine = table.Column<string>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    figures = table.Column<string>(type: "TEXT", nullable: true),
                    infeasible = table.Column<string>(type: "TEXT", nullable: true),
                    failure_code = table.Column<string>(type: "TEXT", nullable: true),
                    phase = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    percent = table.Column<int>(type: "INTEGER", nullable: false),
                    bound = table.Column<long>(type: "INTEGER", nullable: true),
                    best = table.Column<long>(type: "INTEGER", nullable: true),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_runs", x => x.id);
                    table.ForeignKey(
                        name: "fk_matching_runs_calls_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_matching_runs_matching_inputs_input_id",
                        column: x => x.input_id,
                        principalTable: "matching_inputs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "matching_results",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    offer_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    cluster_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    country = table.Column<string>(type: "TEXT", maxLength: 2, nullable: true),
                    fit = table.Column<int>(type: "INTEGER", nullable: true),
                    pair = table.Column<string>(type: "TEXT", nullable: true),
                    amount = table.Column<long>(type: "INTEGER", nullable: true),
                    pairing_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    basis = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    waivers = table.Column<string>(type: "TEXT", nullable: false),
                    placement_cost = table.Column<long>(type: "INTEGER", nullable: true),
                    lottery = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_results", x => new { x.run_id, x.application_id });
                    table.ForeignKey(
                        name: "fk_matching_results_matching_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "matching_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "matching_run_files",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    compressed = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_run_files", x => new { x.run_id, x.kind });
                    table.ForeignKey(
                        name: "fk_matching_run_files_matching_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "matching_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_run_id_id",
                table: "pairings",
                columns: new[] { "run_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_inputs_call_id_id",
                table: "matching_inputs",
                columns: new[] { "call_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_application_id",
                table: "matching_instructions",
                column: "application_id",
                unique: true,
                filter: "status = 'in_force' AND kind = 'lock'");

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_application_id_offer_id",
                table: "matching_instructions",
                columns: new[] { "application_id", "offer_id" },
                unique: true,
                filter: "status = 'in_force'");

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_call_id_id",
                table: "matching_instructions",
                columns: new[] { "call_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_call_id_status",
                table: "matching_instructions",
                columns: new[] { "call_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_cluster_slug_updated_at_id",
                table: "matching_instructions",
                columns: new[] { "cluster_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_offer_id",
                table: "matching_instructions",
                column: "offer_id");

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_pole_slug_updated_at_id",
                table: "matching_instructions",
                columns: new[] { "pole_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_instructions_updated_at_id",
                table: "matching_instructions",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_results_application_id_run_id",
                table: "matching_results",
                columns: new[] { "application_id", "run_id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_runs_call_id_id",
                table: "matching_runs",
                columns: new[] { "call_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_runs_input_id",
                table: "matching_runs",
                column: "input_id");

            migrationBuilder.CreateIndex(
                name: "ix_matching_runs_status_id",
                table: "matching_runs",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matching_runs_updated_at_id",
                table: "matching_runs",
                columns: new[] { "updated_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "matching_input_applications");

            migrationBuilder.DropTable(
                name: "matching_input_offers");

            migrationBuilder.DropTable(
                name: "matching_instructions");

            migrationBuilder.DropTable(
                name: "matching_results");

            migrationBuilder.DropTable(
                name: "matching_run_files");

            migrationBuilder.DropTable(
                name: "matching_runs");

            migrationBuilder.DropTable(
                name: "matching_inputs");

            migrationBuilder.DropIndex(
                name: "ix_pairings_run_id_id",
                table: "pairings");

            migrationBuilder.DropColumn(
                name: "proposed_at",
                table: "pairings");

            migrationBuilder.DropColumn(
                name: "run_id",
                table: "pairings");
        }
    }
}
