using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SupersededInputs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "superseded_by",
                table: "matching_inputs",
                type: "TEXT",
                nullable: true);

            // What was published before, on this data or on newer, moved the pool.
            migrationBuilder.Sql(
                """
                UPDATE matching_inputs SET superseded_by = (
                    SELECT r.id FROM matching_runs r WHERE r.call_id = matching_inputs.call_id AND r.status = 'published' AND r.input_id >= matching_inputs.id ORDER BY r.id LIMIT 1)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "superseded_by",
                table: "matching_inputs");
        }
    }
}
